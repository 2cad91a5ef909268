import { suggestionHint } from '../core/suggest.ts';
import { fillPieces, type FilledText } from './filled-text.ts';
import type { Finding } from './finding.ts';
import { isRecord } from '../core/is-record.ts';
import { pointerKey, type Pointer } from './pointer.ts';
import { findReferences, type Reference, type ReferenceKind } from './references.ts';

export type ParamValue = string | number | boolean;
/** By name; undefined where the param is declared and its default is not one. */
export type ParamMap = ReadonlyMap<string, ParamValue | undefined>;

/** What each kind of reference that is filled in stands for. */
export interface FillValues {
  readonly params: ParamMap;
  /** Of one cell; undefined where the matrix is broken. */
  readonly matrix: ParamMap;
}

export interface ParamsFilled {
  readonly document: unknown;
  /** By `pointerKey`. */
  readonly filled: ReadonlyMap<string, FilledText>;
  readonly findings: readonly Finding[];
  /** Strings that still hold a reference that should be gone: what else is wrong with them follows from it. */
  readonly unsettled: readonly Pointer[];
}

/**
 * Puts params in place of `${params.NAME}` in every string of a document, and the cell's values in place of `${matrix.NAME}`, and
 * checks that everything else that looks like a reference is one. A string that is nothing but a reference takes the type of its
 * value.
 */
export function fillParams(document: unknown, values: FillValues): ParamsFilled {
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
    const { references, mistakes, settled } = checkReferences(value, pointer, values);
    for (const mistake of mistakes) findings.push(mistake);
    if (!settled) unsettled.push(pointer);
    if (references.length === 0) return value;
    const result = fillPieces(value, references, (reference) => String(valueOf(reference, values)));
    filled.set(pointerKey(pointer), result);
    const first = references[0]!;
    return first.start === 0 && first.end === value.length ? valueOf(first, values) : result.text;
  };
  return { document: visit(document, []), filled, findings, unsettled };
}

interface ReferenceCheck {
  /** Those to params and axes that have a value. */
  readonly references: readonly Reference[];
  readonly settled: boolean;
  readonly mistakes: readonly Finding[];
}

function checkReferences(text: string, pointer: Pointer, values: FillValues): ReferenceCheck {
  const { references, problems } = findReferences(text);
  const toFill = references.filter(({ kind }) => isFilled(kind));
  const refused = new Map(toFill.map((reference) => [reference, refuse(reference, pointer, values)]));
  const invalid = problems.map(({ message, hint, start, end }): Finding => ({
    code: 'reference-invalid',
    message,
    hint,
    pointer,
    where: 'value',
    within: { start, end },
  }));
  const valued = toFill.filter((reference) => valueOf(reference, values) !== undefined);
  return {
    references: valued.filter((reference) => refused.get(reference) === undefined),
    mistakes: [...invalid, ...[...refused.values()].filter((finding) => finding !== undefined)],
    settled: problems.length === 0 && valued.length === toFill.length,
  };
}

function refuse(reference: Reference, pointer: Pointer, values: FillValues): Finding | undefined {
  const mistake = misplaced(reference, pointer) ?? unknown(reference, values);
  if (mistake === undefined) return undefined;
  return { ...mistake, pointer, where: 'value', within: { start: reference.start, end: reference.end } };
}

type Mistake = Pick<Finding, 'code' | 'message' | 'hint'>;

function misplaced(reference: Reference, [section]: Pointer): Mistake | undefined {
  const name = nameOf(reference);
  if (section === 'params') {
    const message = `a param cannot be made of another, here \`${name}\``;
    return { code: 'param-nested', message, hint: 'write its value' };
  }
  if (section === 'matrix') {
    const message = `a value of the matrix cannot be made of another, here \`${name}\``;
    return { code: 'matrix-nested', message, hint: 'write its value' };
  }
  if (section === 'name' && reference.kind === 'matrix') {
    const message = 'all cells have the name of their scenario, and reports add the values of the cell to it';
    return { code: 'matrix-in-name', message, hint: 'write a name without it' };
  }
  return undefined;
}

function unknown(reference: Reference, values: FillValues): Mistake | undefined {
  const name = nameOf(reference);
  if (mapOf(reference, values).has(name)) return undefined;
  if (reference.kind === 'matrix') {
    const hint =
      suggestionHint(name, [...values.matrix.keys()]) ?? `declare it: \`matrix: { ${name}: [...] }\``;
    return { code: 'matrix-unknown', message: `there is no value \`${name}\` in the matrix`, hint };
  }
  const hint =
    suggestionHint(name, [...values.params.keys()]) ??
    `declare it: \`params: { ${name}: { default: ... } }\``;
  return { code: 'param-unknown', message: `there is no param \`${name}\``, hint };
}

function isFilled(kind: ReferenceKind): kind is keyof FillValues {
  return kind === 'params' || kind === 'matrix';
}

function mapOf({ kind }: Reference, values: FillValues): ParamMap {
  return isFilled(kind) ? values[kind] : new Map();
}

function valueOf(reference: Reference, values: FillValues): ParamValue | undefined {
  return mapOf(reference, values).get(nameOf(reference));
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
