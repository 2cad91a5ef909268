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

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses %f instead of writing a null that means something',
    (value) => {
      const result: RunResult = passingResult({ run: { ...passingResult().run, seconds: value } });
      expect(() => renderJson(result)).toThrow(`the result holds ${value} under "seconds"`);
    },
  );
});
