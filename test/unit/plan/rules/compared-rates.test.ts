import { describe, expect, it } from 'vitest';

import { planText, soundBut, type Found } from '../../../helpers/planning.ts';

/** What is found where the second step has this load, and expects this. */
function found(load: string, that: string): readonly Found[] {
  return planText(
    soundBut([
      '    impair: { last-mile: wpt/3g }\n    expect:\n',
      `    load: { shoppers: ${load} }\n    expect:\n      - ${that}\n`,
    ]),
  ).found;
}

describe('a rate that is compared with that of another step', () => {
  it.each([
    ['300/s', 'rps(shoppers) >= 0.95x baseline', '0.95x baseline'],
    ['20/s', 'rps(shoppers) >= baseline - 5%', 'baseline - 5%'],
    ['40/s', 'rps(shoppers) <= baseline', 'baseline'],
    ['300/s', 'rps(last-mile) >= 0.9x rps(last-mile)@baseline', '0.9x rps(last-mile)@baseline'],
    ['{ from: 100/s, to: 300/s }', 'rps(shoppers{name=home}) >= baseline', 'baseline'],
  ])('is warned of where the load is at %s and expected is %s', (load, that, marked) => {
    expect(found(load, that)).toMatchObject([{ code: 'compared-rates', severity: 'warning', marked }]);
  });

  it('is told with both rates', () => {
    const [{ message, hint } = { message: '', hint: '' }] = found('300/s', 'rps(shoppers) >= 0.95x baseline');
    expect(message).toContain('load `shoppers` is at 300/s here and at 100/s in step `baseline`');
    expect(hint).toContain('`285/s`');
  });

  it.each([
    ['100/s', 'rps(shoppers) >= 0.95x baseline'],
    ['300/s', 'rps(shoppers) >= 2.85x baseline'],
    ['300/s', 'rps(shoppers) >= 3x baseline - 5%'],
    ['20/s', 'rps(shoppers) >= 0.19x baseline'],
    ['300/s', 'rps(shoppers) >= baseline + 185/s'],
    ['300/s', 'rps(shoppers) >= 285/s'],
    ['300/s', 'p95(shoppers) <= baseline + 50ms'],
    ['300/s', 'success(shoppers) >= baseline - 1%'],
    ['300/s', 'rps(cart-link) >= 0.9x baseline'],
    ['300/s', 'rps(shoppers) >= 0.9x rps(last-mile)'],
  ])('is none where the load is at %s and expected is %s', (load, that) => {
    expect(found(load, that)).toEqual([]);
  });
});
