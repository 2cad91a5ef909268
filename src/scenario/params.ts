import { suggestionHint } from '../core/suggest.ts';
import { fillPieces, type FilledText } from './filled-text.ts';
import type { Finding } from './finding.ts';
import { isRecord } from '../core/is-record.ts';
import { pointerKey, type Pointer } from './pointer.ts';
import { findReferences, type Reference } from './references.ts';

export type ParamValue = string | number | boolean;
/** By name; undefined where the param is declared and its default is not one. */
export type ParamMap = ReadonlyMap<string, ParamValue | undefined>;

export interface ParamsFilled {
  readonly document: unknown;
  /** By `pointerKey`. */
  readonly filled: ReadonlyMap<string, FilledText>;
  readonly findings: readonly Finding[];
  /** Strings that still hold a reference that should be gone: what else is wrong with them follows from it. */
  readonly unsettled: readonly Pointer[];
}

/**
 * Puts params in place of `${params.NAME}` in every string of a document, and checks that everything else that
 * looks like a reference is one. A string that is nothing but a reference takes the type of its param.
 */
export function fillParams(document: unknown, params: ParamMap): ParamsFilled {
  const filled = new Map<string, FilledText>();
  const findings: Finding[] = [];
  const unsettled: Pointer[] = [];
  const visit = (value: unknown, pointer: Pointer): unknown => {
    if (isExtension(pointer)) return value;
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...pointer, index]));
    if (isRecord(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, visit(item, [...pointer, key])]),
      );
    }
    if (typeof value !== 'string') return value;
    const { references, mistakes, settled } = checkReferences(value, pointer, params);
    for (const mistake of mistakes) findings.push(mistake);
    if (!settled) unsettled.push(pointer);
    if (references.length === 0) return value;
    const result = fillPieces(value, references, (reference) => String(params.get(nameOf(reference))));
    filled.set(pointerKey(pointer), result);
    const first = references[0]!;
    return first.start === 0 && first.end === value.length ? params.get(nameOf(first)) : result.text;
  };
  return { document: visit(document, []), filled, findings, unsettled };
}

interface ReferenceCheck {
  /** Those to params that have a value. */
  readonly references: readonly Reference[];
  readonly settled: boolean;
  readonly mistakes: readonly Finding[];
}

function checkReferences(text: string, pointer: Pointer, params: ParamMap): ReferenceCheck {
  const { references, problems } = findReferences(text);
  const toParams = references.filter(({ kind }) => kind === 'params');
  const refused = new Map(toParams.map((reference) => [reference, refuse(reference, pointer, params)]));
  const invalid = problems.map(({ message, hint, start, end }): Finding => ({
    code: 'reference-invalid',
    message,
    hint,
    pointer,
    where: 'value',
    within: { start, end },
  }));
  const valued = toParams.filter((reference) => params.get(nameOf(reference)) !== undefined);
  return {
    references: valued.filter((reference) => refused.get(reference) === undefined),
    mistakes: [...invalid, ...[...refused.values()].filter((finding) => finding !== undefined)],
    settled: problems.length === 0 && valued.length === toParams.length,
  };
}

function refuse(reference: Reference, pointer: Pointer, params: ParamMap): Finding | undefined {
  const name = nameOf(reference);
  const at = { pointer, where: 'value', within: { start: reference.start, end: reference.end } } as const;
  if (pointer[0] === 'params') {
    const message = `a param cannot be made of another, here \`${name}\``;
    return { code: 'param-nested', message, hint: 'write its value', ...at };
  }
  if (params.has(name)) return undefined;
  const hint =
    suggestionHint(name, [...params.keys()]) ?? `declare it: \`params: { ${name}: { default: ... } }\``;
  return { code: 'param-unknown', message: `there is no param \`${name}\``, hint, ...at };
}

function nameOf(reference: Reference): string {
  return reference.path.join('.');
}

const EXTENSIBLE: ReadonlySet<unknown> = new Set(['services', 'edges', 'load', 'steps']);

/** `x-*` keys are free, but a header may be called so too. */
function isExtension(pointer: Pointer): boolean {
  const key = pointer.at(-1);
  if (typeof key !== 'string' || !key.startsWith('x-')) return false;
  return pointer.length === 1 || (pointer.length === 3 && EXTENSIBLE.has(pointer[0]));
}
