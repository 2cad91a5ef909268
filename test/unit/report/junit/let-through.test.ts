import { describe, expect, it } from 'vitest';
import { FAIL_ON, isLetThrough } from '../../../../src/core/fail-on.ts';
import { renderJunit } from '../../../../src/report/junit/render.ts';
import { failingResult, inconclusiveResult, RESULTS } from '../../../helpers/results.ts';

const isRed = (xml: string): boolean => /<(?:failure|error)[ >]/.test(xml);

describe('a JUnit file with --fail-on', () => {
  it.each(FAIL_ON)('is red exactly when the exit code is not 0, with %s', (failOn) => {
    for (const result of Object.values(RESULTS)) {
      const exitsWithZero = result.exitCode === 0 || isLetThrough(result.exitCode, failOn);
      expect(isRed(renderJunit([result], { failOn }))).toBe(!exitsWithZero);
    }
  });

  it('shows as skipped, with its verdict, what is let through, and counts it', () => {
    const xml = renderJunit([inconclusiveResult()], { failOn: 'fail' });
    expect(xml).toContain('<skipped message="inconclusive, let through by --fail-on fail: ');
    const counted = [...xml.matchAll(/ skipped="(\d+)"/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(counted).toBe(xml.match(/<skipped /g)?.length);
  });

  it('keeps each run to itself: what one is let through with stays red in another', () => {
    const xml = renderJunit([failingResult(), inconclusiveResult()], { failOn: 'fail' });
    expect(isRed(xml)).toBe(true);
    expect(xml).toContain('<skipped ');
  });

  it('keeps a service that died red unless nothing is to fail', () => {
    const base = failingResult();
    const errors = [{ code: 'service-died', message: 'the shop died' }];
    const died = { ...base, errors };
    expect(isRed(renderJunit([died], { failOn: 'fail' }))).toBe(true);
    expect(isRed(renderJunit([died], { failOn: 'never' }))).toBe(false);
  });
});
