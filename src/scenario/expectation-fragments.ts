import type { Finding } from './finding.ts';
import { isRecord } from '../core/is-record.ts';
import type { Pointer } from './pointer.ts';
import { sourceFileOf, type ScenarioSource } from './source.ts';
import { tornExpectationHint } from './whole-expectation.ts';

export interface Fragments {
  readonly findings: readonly Finding[];
  /** Every item that is a piece: nothing else about them is worth saying. */
  readonly pieces: readonly Pointer[];
}

/**
 * Expectations that YAML has cut, because they are not in quotes: in a flow list at the comma
 * (`[success(a, b) >= 99%]` is two items), and everywhere at a colon and a space (`p95(c{name: cart}) < 2s` is a map).
 */
export function findExpectationFragments(document: unknown, source: ScenarioSource): Fragments {
  const findings: Finding[] = [];
  const pieces: Pointer[] = [];
  for (const { list, pointer } of expectationLists(document)) {
    for (let index = 0; index < list.length; index += 1) {
      const at = [...pointer, index];
      const length = pieceCount(list, index, (item) => isPlain(source, [...pointer, item]));
      if (length === 0) continue;
      const last = [...pointer, index + length - 1];
      findings.push(fragment(source, at, last));
      for (let piece = 0; piece < length; piece += 1) pieces.push([...pointer, index + piece]);
      index += length - 1;
    }
  }
  return { findings, pieces };
}

function fragment(source: ScenarioSource, first: Pointer, last: Pointer): Finding {
  const start = source.rangeOf(first);
  const text = sourceFileOf(source, start).text.slice(start.start, source.rangeOf(last).end);
  return {
    code: 'expectation-fragment',
    message: 'YAML splits this expectation, because it is not in quotes',
    hint: tornExpectationHint(text),
    pointer: first,
    where: 'value',
  };
}

function* expectationLists(document: unknown): Generator<{ list: readonly unknown[]; pointer: Pointer }> {
  if (!isRecord(document)) return;
  const guards = document['abort-when'];
  if (Array.isArray(guards)) yield { list: guards, pointer: ['abort-when'] };
  const steps = document['steps'];
  if (!Array.isArray(steps)) return;
  for (const [index, step] of steps.entries()) {
    for (const key of ['expect', 'warn']) {
      const list: unknown = isRecord(step) ? step[key] : undefined;
      if (Array.isArray(list)) yield { list, pointer: ['steps', index, key] };
    }
  }
}

/** How many items from here on are pieces of one expectation. */
function pieceCount(list: readonly unknown[], index: number, plain: (index: number) => boolean): number {
  const item = list[index];
  if (isRecord(item)) return Object.keys(item).some((key) => /[(){}]/.test(key)) ? 1 : 0;
  if (typeof item !== 'string' || !plain(index)) return 0;
  let depth = bracketBalance(item);
  if (depth < 0) return 1;
  let length = 1;
  while (depth > 0 && index + length < list.length) {
    const next = list[index + length];
    if (typeof next !== 'string' || bracketBalance(next) > 0) break;
    depth += bracketBalance(next);
    length += 1;
  }
  return bracketBalance(item) === 0 ? 0 : length;
}

/** Those in quotes are no brackets of the expectation: a query of PromQL may have forgotten some. */
function bracketBalance(text: string): number {
  const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/gs, '');
  return bare.replaceAll(/[^({]/g, '').length - bare.replaceAll(/[^)}]/g, '').length;
}

function isPlain(source: ScenarioSource, pointer: Pointer): boolean {
  const range = source.rangeOf(pointer);
  return !/['"|>]/.test(sourceFileOf(source, range).text.charAt(range.start));
}
