import { describe, expect, it } from 'vitest';
import { worstP95, worstSuccess } from '../../../../src/report/index-page/worst-figures.ts';
import { step, subject } from '../../../helpers/results.ts';

const during = { start: 0, end: 10_000 };

describe('the worst figures of a run', () => {
  it('are those of the loads over all steps, with where they were', () => {
    const steps = [
      step({ name: 'calm', ...during, subjects: [subject({ p95: 100, success: 0.5 })] }),
      step({
        name: 'storm',
        ...during,
        subjects: [
          subject({ name: 'home', p95: 900, success: 1 }),
          subject({ name: 'link', kind: 'edge', p95: 5000, success: 0 }),
        ],
      }),
    ];
    expect(worstP95(steps)).toMatchObject({ value: 900, subject: 'home', step: 'storm' });
    expect(worstSuccess(steps)).toMatchObject({ value: 0.5, subject: 'shoppers', step: 'calm' });
  });

  it('take no answer for the slowest, and no request for nothing', () => {
    const quiet = step({ name: 'quiet', ...during, subjects: [subject({ n: 0, p95: null, success: null })] });
    const dead = step({ name: 'dead', ...during, subjects: [subject({ n: 7, p95: null, success: 0 })] });
    const slow = step({ name: 'slow', ...during, subjects: [subject({ p95: 60_000 })] });
    expect(worstP95([quiet, slow, dead])).toMatchObject({ value: null, n: 7, step: 'dead' });
    expect(worstP95([quiet])).toBeUndefined();
    expect(worstSuccess([quiet])).toBeUndefined();
    expect(worstSuccess([])).toBeUndefined();
  });

  it('are those of the edges where no load asked anything', () => {
    const edge = subject({ name: 'link', kind: 'edge', p95: 40, success: 0.9 });
    const steps = [step({ name: 'bystander', ...during, subjects: [subject({ n: 0 }), edge] })];
    expect(worstP95(steps)).toMatchObject({ value: 40, subject: 'link' });
    expect(worstSuccess(steps)?.value).toBe(0.9);
  });
});
