import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseTrace } from '../../../../src/impairment/varying/parse-trace.ts';
import { RESOLUTION } from '../../../../src/impairment/varying/resolution.ts';
import { thinned, type Trace, type TraceFormat } from '../../../../src/impairment/varying/trace.ts';

function read(format: TraceFormat, text: string): Trace {
  const { trace, problems } = parseTrace(format, text);
  expect(problems).toEqual([]);
  if (trace === undefined) throw new Error('no trace and no problem');
  return trace;
}

function problemsOf(format: TraceFormat, text: string): string[] {
  const { trace, problems } = parseTrace(format, text);
  expect(trace).toBeUndefined();
  return problems.map(({ code, line, column }) => `${line}:${column} ${code}`);
}

describe('a trace with columns', () => {
  it('takes units from its header', () => {
    const text =
      '# made up\nat (s), down.rate (kbit/s), delay (ms), loss (%)\n0, 900, 20, 0\n1.5, 450, 80, 2\n';
    expect(read('columns', text)).toEqual({
      columns: [
        { direction: 'down', field: 'rate' },
        { direction: 'up', field: 'delay' },
        { direction: 'down', field: 'delay' },
        { direction: 'up', field: 'loss' },
        { direction: 'down', field: 'loss' },
      ],
      rows: [
        { at: 0, amounts: [900_000, 20, 20, undefined, undefined] },
        { at: 1500, amounts: [450_000, 80, 80, 0.02, 0.02] },
      ],
      length: 1500,
    });
  });

  it('takes units from its cells, and `none` for what is not there', () => {
    const text = '\uFEFFat,rtt,up.rate,partition\r\n0s,100ms,1Mbit/s,false\r\n\r\n500ms,none,none,true\r\n';
    expect(read('columns', text).rows).toEqual([
      { at: 0, amounts: [50, 50, 1e6, 0, 0] },
      { at: 500, amounts: [undefined, undefined, undefined, 1, 1] },
    ]);
  });

  it('lasts until its last row', () => {
    const { length, rows } = read('columns', 'at (s), delay (ms)\n0, 20\n1, none\n  # a tunnel\n \n4, 20\n');
    expect(length).toBe(4000);
    expect(rows.map(({ at, amounts }) => [at, amounts[0]])).toEqual([
      [0, 20],
      [1000, undefined],
      [4000, 20],
    ]);
  });

  it('has a column for each direction of the same value', () => {
    const { columns, rows } = read('columns', 'at (s), up.delay (ms), down.delay (ms)\n0, 1, 2\n1, 3, 4\n');
    expect(columns.map(({ direction, field }) => `${direction} ${field}`)).toEqual([
      'up delay',
      'down delay',
    ]);
    expect(rows.map(({ amounts }) => amounts)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('has no rows so close together that a link could not follow', () => {
    const text = `at (ms), delay (ms)\n${[0, 10, 20, 30, 400].map((at) => `${at}, ${at}\n`).join('')}`;
    const times = read('columns', text).rows.map(({ at }) => at);
    expect(times.slice(1).every((at, index) => at - times[index]! >= RESOLUTION)).toBe(true);
  });

  it.each([
    ['nothing', '', ['1:1 trace-empty']],
    ['two columns of times', 'at (s), at (ms), delay (ms)\n0, 0, 1\n', ['1:9 trace-column']],
    ['only a comment', '# nothing\n', ['1:1 trace-empty']],
    ['only a header', 'at (s), rate (kbit/s)\n', ['1:1 trace-empty']],
    ['no times', 'rate (kbit/s)\n900\n', ['1:1 trace-column']],
    ['nothing beside times', 'at (s)\n0\n', ['1:1 trace-column']],
    [
      'unknown columns',
      'at (s), speed (kbit/s), up.rtt (ms)\n0, 1, 2\n',
      ['1:9 trace-column', '1:25 trace-column'],
    ],
    ['a column twice', 'at (s), delay (ms), up.delay (ms)\n0, 1, 2\n', ['1:21 trace-column']],
    ['a late start', 'at (s), delay (ms)\n1, 20\n', ['2:1 trace-order']],
    [
      'rows out of order',
      'at (s), delay (ms)\n0, 20\n2, 20\n1, 20\n1, 20\n',
      ['4:1 trace-order', '5:1 trace-order'],
    ],
    ['negative values', 'at (s), delay (ms)\n0, -20\n1,   -5\n', ['2:4 trace-value', '3:6 trace-value']],
    ['a negative time', 'at (s), delay (ms)\n0, 20\n-1, 20\n', ['3:1 trace-value']],
    ['a number without a unit', 'at (s), delay\n0, 20\n', ['2:4 trace-value']],
    ['a unit said twice', 'at (s), delay (ms)\n0, 20ms\n', ['2:4 trace-value']],
    ['a rate of nothing', 'at (s), rate (kbit/s)\n0, 0\n', ['2:4 trace-value']],
    ['a cell too few', 'at (s), delay (ms)\n0\n', ['2:1 trace-value']],
    ['a share above 100 %', 'at (s), loss (%)\n0, 101\n', ['2:4 trace-value']],
    ['a trace of weeks', 'at (h), loss (%)\n0, 1\n500, 2\n', ['3:1 trace-value']],
  ])('names every mistake in %s with its place', (_what, text, expected) => {
    expect(problemsOf('columns', text)).toEqual(expected);
  });
});

describe('a file of mahimahi', () => {
  it('becomes a rate for each half second, of 1504 bytes for each line', () => {
    const first = Array.from({ length: 50 }, (_, index) => index * 10);
    const second = Array.from({ length: 26 }, (_, index) => 500 + index * 20);
    const trace = read('mahimahi', [...first, ...second].join('\n'));
    expect(trace.length).toBe(1000);
    expect(trace.rows.map(({ at, amounts }) => [at, amounts[0]])).toEqual([
      [0, 50 * 1504 * 8 * 2],
      [500, 26 * 1504 * 8 * 2],
      [1000, 26 * 1504 * 8 * 2],
    ]);
    expect(trace.columns.map(({ direction, field }) => `${direction} ${field}`)).toEqual([
      'up rate',
      'down rate',
    ]);
    expect(read('mahimahi', [...first, ...second].join(' \r\n '))).toEqual(trace);
  });

  it('carries one packet where there is no opportunity', () => {
    const trace = read('mahimahi', '1\n1600\n');
    expect(trace.rows.map(({ amounts }) => amounts[0])).toEqual(
      [1, 1, 1, 1]
        .map((count) => count * 1504 * 8 * 2)
        .map((rate, index) => (index < 2 ? rate : (rate * 500) / 600)),
    );
  });

  it('carries as many bits as it has lines', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 400, maxLength: 800 }),
        (times) => {
          const sorted = times.toSorted((a, b) => a - b);
          const { rows, length } = read('mahimahi', `${sorted.join('\n')}\n`);
          const bits = rows.slice(0, -1).reduce((sum, { at, amounts }, index) => {
            return sum + (amounts[0]! * (rows[index + 1]!.at - at)) / 1000;
          }, 0);
          expect(rows.at(-1)!.at).toBe(length);
          // An empty half second counts one.
          expect(bits).toBeGreaterThanOrEqual(sorted.length * 1504 * 8 * 0.999);
          expect(bits).toBeLessThanOrEqual((sorted.length + 40) * 1504 * 8);
        },
      ),
    );
  });

  it.each([
    ['nothing', '\n', ['1:1 trace-empty']],
    ['no time at all', '0\n0\n', ['1:1 trace-empty']],
    ['lines out of order', '5\n3\n4\n9\n', ['2:1 trace-order', '3:1 trace-order']],
    [
      'negative and strange lines',
      '-5\n3\n  4.5\nat,rate\n',
      ['1:1 trace-value', '3:3 trace-value', '4:1 trace-value'],
    ],
    ['weeks', '5\n999999999999\n', ['2:1 trace-value']],
  ])('names every mistake in %s with its place', (_what, text, expected) => {
    expect(problemsOf('mahimahi', text)).toEqual(expected);
  });
});

describe('a trace with rows close together', () => {
  it('is averaged over time, so that no byte is won or lost', () => {
    const amount = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 2, maxLength: 300 }),
        fc.integer({ min: 10, max: 240 }),
        (values, gap) => {
          const rows = values.map((value, index) => ({ at: index * gap, amounts: [value] }));
          const length = rows.at(-1)!.at;
          const trace: Trace = { columns: [{ direction: 'up', field: 'rate' }], rows, length };
          const slow = thinned(trace, 250);
          const sum = values.slice(0, -1).reduce((total, value) => total + value * gap, 0);
          const kept = slow.rows.slice(0, -1).reduce((total, row, index) => {
            const isLast = index === slow.rows.length - 2;
            const end = isLast ? Math.max(length, row.at + 1) : slow.rows[index + 1]!.at;
            return total + row.amounts[0]! * (end - row.at);
          }, 0);
          expect(Math.abs(kept - sum)).toBeLessThanOrEqual(sum * 1e-9 + 1000);
          expect(slow.rows.slice(1).every((row, index) => row.at - slow.rows[index]!.at >= 250)).toBe(true);
        },
      ),
    );
  });
});
