import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../../../src/core/result.gen.ts';
import { renderJson } from '../../../../src/report/json/render.ts';
import { passingResult, RESULTS } from '../../../helpers/results.ts';

function reverseKeys<T>(value: T): T;
function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => reverseKeys(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reverseKeys(item)]),
  );
}

describe('renderJson', () => {
  it.each(Object.entries(RESULTS))('gives the %s result back when parsed', (_name, result) => {
    expect(JSON.parse(renderJson(result))).toEqual(result);
  });

  it.each(Object.entries(RESULTS))(
    'gives the same bytes for %s whatever order its keys have',
    (_name, result) => {
      expect(renderJson(reverseKeys(result))).toBe(renderJson(result));
    },
  );

  it('puts the verdict at the top and ends with a line break', () => {
    const text = renderJson(passingResult());
    expect(text.startsWith('{\n  "schema": 1,\n  "verdict": "pass",\n')).toBe(true);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('has a list of numbers on one line, and leaves words as they are', () => {
    const reason = '[\n  1,\n  2\n]';
    const traffic = [
      {
        edge: 'e',
        from: 'a',
        to: 'b',
        n: 2,
        ok: 2,
        answered: { sum: 3, sumOfSquares: 5, range: { min: 1, max: 2 }, buckets: [1275, 1, 1408, 1] },
      },
    ];
    const steps = passingResult().steps.map((step) => ({ ...step, traffic }));
    const result = passingResult({ reasons: [reason], steps });
    expect(renderJson(result)).toContain('"buckets": [1275,1,1408,1],');
    expect(JSON.parse(renderJson(result))).toEqual(result);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses %f instead of writing a null that means something',
    (value) => {
      const result: RunResult = passingResult({ run: { ...passingResult().run, seconds: value } });
      expect(() => renderJson(result)).toThrow(`the result holds ${value} under "seconds"`);
    },
  );
});
