import type { Diagnostic } from '../core/diagnostic.ts';
import { shown } from '../core/shown.ts';
import { findReferences } from './references.ts';
import { sourceFileOf, type ScenarioSource } from './source.ts';

/** The diagnostics, of which those about a value from `--set` say so: the file shows only its `${params.NAME}`. */
export function namingSetValues(
  diagnostics: readonly Diagnostic[],
  source: ScenarioSource,
  set: Readonly<Record<string, string>>,
): Diagnostic[] {
  return diagnostics.map((diagnostic) => {
    const { range, message } = diagnostic;
    const { text } = sourceFileOf(source, range);
    const { references } = findReferences(range === undefined ? '' : text.slice(range.start, range.end));
    const names = references.flatMap(({ kind, path: [name = ''] }) => (kind === 'params' ? [name] : []));
    const given = [...new Set(names)].filter((name) => Object.hasOwn(set, name));
    if (given.length === 0) return diagnostic;
    const options = given.map((name) => `\`--set ${name}=${shown(set[name])}\``).join(' and ');
    return { ...diagnostic, message: `${message} (from ${options})` };
  });
}
