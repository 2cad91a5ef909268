import { describe, expect, it } from 'vitest';
import { recoveriesOf } from '../../../../../src/report/html/timeline/recoveries.ts';
import { expectation, failingResult, passingResult, step } from '../../../../helpers/results.ts';

describe('recoveriesOf', () => {
  it('finds when a subject recovered, with what was asked', () => {
    expect(recoveriesOf(passingResult().steps, 'shoppers')).toEqual([
      {
        that: 'recovery(shoppers) <= 5s',
        step: { start: 45_000, end: 60_000 },
        after: 2000,
        limit: 5000,
        verdict: 'pass',
      },
    ]);
  });

  it('keeps never apart from unknown', () => {
    const { value: _, ...unknown } = expectation({ that: 'recovery(shoppers) <= 5s', bound: 5000 });
    const never = { ...unknown, value: null, verdict: 'fail' as const };
    const expectations = [never, unknown];
    const steps = [step({ name: 'after', start: 0, end: 9000, expectations })];
    expect(recoveriesOf(steps, 'shoppers')).toMatchObject([{ after: null, verdict: 'fail' }]);
  });

  it('is about one subject', () => {
    expect(recoveriesOf(failingResult().steps, 'last-mile')).toEqual([]);
  });
});
