import type { Diagnostic } from '../../core/diagnostic.ts';
import { isRecord } from '../../core/is-record.ts';
import { suggestionHint } from '../../core/suggest.ts';
import { describeValue } from '../describe.ts';
import { positionAt } from '../frame.ts';
import type { Pointer } from '../pointer.ts';
import { scenarioSchema } from '../validate.gen.js';
import { sourceOf } from '../yaml-file.ts';
import type { Layer } from './layer.ts';
import { entriesOf, mapPart, type Part } from './part.ts';

/** What a fragment can add to; the schema of fragments says the same to editors. */
export const SECTIONS: readonly string[] = ['params', 'services', 'edges', 'load', 'metrics', 'profiles'];
const OTHER_KEYS: readonly string[] = ['version', 'include'];

/** Adds what a fragment, and what it includes, defines; nothing that is there is changed. */
export function addFragment(to: Part, fragment: Layer, diagnostics: Diagnostic[]): Part {
  let sum = to;
  for (const [key, part] of entriesOf({ value: fragment.value, layer: fragment })) {
    if (OTHER_KEYS.includes(key) || key.startsWith('x-')) continue;
    const refusal = refuse(key, part.value);
    if (refusal === undefined) sum = addSection(sum, key, part, diagnostics);
    else diagnostics.push(at(fragment, refusal));
  }
  return fragment.fragments.reduce((all, below) => addFragment(all, below, diagnostics), sum);
}

function addSection(to: Part, section: string, added: Part, diagnostics: Diagnostic[]): Part {
  const sections = new Map(entriesOf(to));
  const there = sections.get(section);
  if (there !== undefined && !isRecord(there.value)) return to;
  const names = new Map(there === undefined ? [] : entriesOf(there));
  for (const [name, part] of entriesOf(added)) {
    const first = names.get(name);
    if (first === undefined) names.set(name, part);
    // Two ways that lead to one file say one thing.
    else if (first.layer.real !== part.layer.real) {
      diagnostics.push(at(part.layer, twice([section, name], first.layer)));
    }
  }
  return mapPart(to.layer, sections.set(section, mapPart((there ?? added).layer, names)));
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly pointer: Pointer;
  readonly where: 'key' | 'value';
}

function at(layer: Layer, { code, message, hint, pointer, where }: Refusal): Diagnostic {
  return { code, severity: 'error', message, hint, range: sourceOf(layer).rangeOf(pointer, where) };
}

function refuse(key: string, value: unknown): Refusal | undefined {
  if (!SECTIONS.includes(key)) {
    const isOfScenarios = Object.hasOwn(scenarioSchema.properties ?? {}, key);
    const choices = [...SECTIONS, ...OTHER_KEYS];
    return {
      code: 'include-key',
      message: `\`${key.slice(0, 80)}\` cannot stand in a file that is included`,
      hint: isOfScenarios
        ? 'move it into the scenario, or take this file as a base with `extends`'
        : (suggestionHint(key, choices) ?? `a fragment has ${choices.join(', ')}`),
      pointer: [key],
      where: 'key',
    };
  }
  if (isRecord(value)) return undefined;
  const message = `expected a map, got ${describeValue(value)}`;
  const hint = 'write a name and what it stands for, or remove the key';
  return { code: 'wrong-type', message, hint, pointer: [key], where: 'value' };
}

function twice(pointer: Pointer, first: Layer): Refusal {
  const { line, column } = positionAt(first.text, sourceOf(first).rangeOf(pointer, 'key').start);
  return {
    code: 'duplicate-definition',
    message: `\`${pointer.join('.')}\` is defined in ${first.file}:${line}:${column} already`,
    hint: 'keep one; to change a definition of another file, put the scenario over it with `extends`',
    pointer,
    where: 'key',
  };
}
