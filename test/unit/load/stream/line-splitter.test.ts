import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LineSplitter, LONGEST_LINE } from '../../../../src/load/stream/line-splitter.ts';

function split(chunks: readonly Buffer[]): { readonly lines: string[]; readonly isCut: boolean } {
  const lines: string[] = [];
  const splitter = new LineSplitter((bytes, start, end) => lines.push(bytes.toString('utf8', start, end)));
  for (const chunk of chunks) {
    // What reads a pipe uses its buffer again.
    const reused = Buffer.from(chunk);
    splitter.push(reused);
    reused.fill(0);
  }
  return { lines, isCut: splitter.end() };
}

describe('cutting a stream into lines', () => {
  it('gives the same lines wherever the chunks begin', () => {
    const text = fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', '')));
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted(
          (a, b) => a - b,
        );
        const chunks = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
        expect(split(chunks)).toEqual({ lines, isCut: false });
      }),
    );
  });

  it('says when the stream ends in the middle of a line, and gives what there is of it', () => {
    expect(split([Buffer.from('one\ntw'), Buffer.from('o')])).toEqual({ lines: ['one', 'two'], isCut: true });
  });

  it('cuts what never ends, so that memory does not grow', () => {
    const piece = Buffer.alloc(LONGEST_LINE / 4, 'x');
    const { lines } = split([...Array.from({ length: 40 }, () => piece), Buffer.from('\nlast\n')]);
    expect(lines.at(-1)).toBe('last');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(LONGEST_LINE);
  });
});
