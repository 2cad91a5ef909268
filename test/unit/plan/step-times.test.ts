import { describe, expect, it } from 'vitest';

import { planText, soundBut, soundPlan } from '../../helpers/planning.ts';

describe('the times of a step', () => {
  it('lie end to end, each window opening after two seconds', () => {
    const times = soundPlan(soundBut()).steps.map(({ start, windowStart, end }) => [start, windowStart, end]);
    expect(times).toEqual([
      [0, 2_000, 10_000],
      [10_000, 12_000, 20_000],
    ]);
  });

  it('settle for four round trips where those are longer', () => {
    const { steps } = soundPlan(soundBut(['wpt/3g }', '{ rtt: 700ms } }']));
    expect(steps[1]?.windowStart).toBe(12_800);
  });

  it('settle as long as the step says', () => {
    const { steps } = soundPlan(soundBut(['    impair: {', '    settle: 500ms\n    impair: {']));
    expect(steps[1]?.windowStart).toBe(10_500);
  });

  it.each([
    ['the default', 'for: 2s\n', 'lasts 2s and settles for 2s: nothing', 'for: 7s'],
    ['four round trips', 'for: 6s\n', 'settles for 8s (four round trips of 2s)', 'for: 13s'],
    ['its own', 'for: 3s\n    settle: 3s\n', 'lasts 3s and settles for 3s: nothing', 'for: 8s'],
  ])('leave something to judge after settling: %s', (what, times, message, remedy) => {
    const rtt = what === 'four round trips' ? '{ rtt: 2s }' : 'wpt/fios';
    const withTimes = (text: string): string =>
      soundBut(
        ['for: 10s\n    impair: { last-mile: wpt/3g }', `${text}    impair: { last-mile: ${rtt} }`],
        ['p95(shoppers) <= baseline + 2s', 'p95(shoppers) <= 10s'],
      );
    const { found } = planText(withTimes(times));
    expect(found).toMatchObject([
      {
        code: 'step-too-short',
        message: expect.stringContaining(message),
        hint: `write at least \`${remedy}\`, or a shorter \`settle\``,
        marked: /for: (\S+)/.exec(times)?.[1],
      },
    ]);
    expect(planText(withTimes(times.replace(/for: \S+/, remedy))).found).toEqual([]);
  });
});
