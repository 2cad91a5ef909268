import { describe, expect, it } from 'vitest';
import { furtherReason, shownBound } from '../../../../../src/report/html/steps/finding.ts';
import { expectation } from '../../../../helpers/results.ts';

describe('shownBound', () => {
  it.each([
    ['< 2s', { figure: '< 2s' }],
    ['exit code 0', { figure: 'exit code 0' }],
    ['<= 3x baseline (1.2s)', { figure: '<= 1.2s' }],
    [
      '<= p95(home{name=cart})@baseline + 5ms (1.2s, 95% interval 1s to 2s)',
      { figure: '<= 1.2s', interval: '1s to 2s' },
    ],
  ])('of %j is its figure', (expected, shown) => {
    expect(shownBound(expected)).toEqual(shown);
  });
});

describe('furtherReason', () => {
  const finding = 'p95(shoppers) is 427ms (95% interval 422ms to 433ms, n=381), ';

  it.each([
    [`${finding}which is not < 200ms`, undefined],
    [`${finding}which is < 200ms`, undefined],
    ['recovery(shoppers) is 11s (n=650), which is not < 200ms', undefined],
    [`${finding}which is not < 200ms; failed: 200 status 500`, 'failed: 200 status 500'],
    [`${finding}which is < 200ms, but the generator sent late`, 'but the generator sent late'],
    [`${finding}which leaves open whether it is < 200ms`, 'which leaves open whether it is < 200ms'],
    [
      `${finding}but step \`baseline\`, which its bound refers to, is itself \`fail\``,
      'but step `baseline`, which its bound refers to, is itself `fail`',
    ],
    ['the page first shows "0 items"', 'the page first shows "0 items"'],
  ])('of %j is %j', (reason, further) => {
    expect(furtherReason(expectation({ reason, expected: '< 200ms' }))).toBe(further);
  });
});
