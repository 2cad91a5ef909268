import type { Scalar } from 'yaml';

import type { SourceRange } from '../core/diagnostic.ts';
import { nodeRange } from './locate.ts';

const ESCAPE = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^\n])/y;
const JOINED_LINES = /(?:\\\r?\n[ \t]*)+/y;
const FOLD = /[ \t]*(?:\r?\n[ \t]*)+/y;

/**
 * Where parts of scalars stand in the source, through quotes, escapes, folded lines and block indentation; the
 * whole scalar where that cannot be told.
 */
export class ScalarRanges {
  readonly #text: string;
  readonly #offsets = new Map<Scalar, readonly number[] | undefined>();

  constructor(text: string) {
    this.#text = text;
  }

  rangeOf(scalar: Scalar, within: SourceRange): SourceRange {
    const whole = nodeRange(scalar);
    if (typeof scalar.value !== 'string') return whole;
    if (!this.#offsets.has(scalar)) {
      this.#offsets.set(scalar, align(scalar, scalar.value, this.#text.slice(whole.start, whole.end)));
    }
    const offsets = this.#offsets.get(scalar);
    const start = offsets?.[within.start];
    const end = offsets?.[within.end];
    if (start === undefined || end === undefined) return whole;
    return { start: whole.start + start, end: whole.start + Math.max(end, start) };
  }
}

/** For each offset in the value, and its end, the offset in the source. */
function align(scalar: Scalar, value: string, source: string): number[] | undefined {
  const offsets: number[] = [];
  let at = contentStart(scalar, source);
  for (let index = 0; index < value.length; index += 1) {
    if (scalar.type === 'QUOTE_DOUBLE') at = afterJoinedLines(source, at);
    const step = nextCharacter(scalar, { source, at, wanted: value[index]! });
    if (step === undefined) return undefined;
    offsets.push(step.start);
    at = step.end;
  }
  offsets.push(at);
  return offsets;
}

/** A backslash at the end of a line stands for nothing, and takes the line break with it. */
function afterJoinedLines(source: string, at: number): number {
  JOINED_LINES.lastIndex = at;
  return JOINED_LINES.test(source) ? JOINED_LINES.lastIndex : at;
}

function contentStart(scalar: Scalar, source: string): number {
  if (scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE') return 1;
  if (!isBlock(scalar)) return 0;
  const header = source.indexOf('\n') + 1;
  return header + (/^[ \t]*/.exec(source.slice(header))?.[0].length ?? 0);
}

interface Reading {
  readonly source: string;
  readonly at: number;
  readonly wanted: string;
}

function nextCharacter(scalar: Scalar, { source, at, wanted }: Reading): SourceRange | undefined {
  if (scalar.type === 'QUOTE_DOUBLE' && source[at] === '\\') {
    ESCAPE.lastIndex = at;
    const escape = ESCAPE.exec(source);
    return escape === null ? undefined : { start: at, end: at + escape[0].length };
  }
  if (scalar.type === 'QUOTE_SINGLE' && source.startsWith("''", at)) {
    return wanted === "'" ? { start: at, end: at + 2 } : undefined;
  }
  FOLD.lastIndex = at;
  const fold = FOLD.exec(source);
  if (fold !== null && (wanted === ' ' || wanted === '\n')) return { start: at, end: at + fold[0].length };
  return source[at] === wanted ? { start: at, end: at + 1 } : undefined;
}

function isBlock(scalar: Scalar): boolean {
  return scalar.type === 'BLOCK_FOLDED' || scalar.type === 'BLOCK_LITERAL';
}
