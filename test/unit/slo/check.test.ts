import { describe, expect, it } from 'vitest';
import { checkExpectation } from '../../../src/slo/check.ts';
import type { ExpectationError } from '../../../src/slo/grammar.ts';
import { parseExpectation } from '../../../src/slo/parse.ts';

function errorsOf(text: string): ExpectationError[] {
  const result = parseExpectation(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return checkExpectation(result.expectation);
}

describe('the check of units', () => {
  it.each([
    'p95(a) < 2s',
    'success(a{name=cart}) >= baseline - 1%',
    'errors(a) <= 2x errors(b)@calm + 1%',
    'rps(a) >= 45/s',
    'rps(a) >= 0.9x baseline',
    'p95(a) <= baseline + 10%',
    'p95(a) <= previous + 5% + 10ms',
    'rps(a) >= previous - 5%',
    'success(a) >= previous - 0.5%',
    'errors(a) <= 2x previous + 1%',
    'mean(a) < 3x p95(b) + 4 rtt',
    'recovery(a) <= 5s + 500ms',
  ])('accepts `%s`', (text) => {
    expect(errorsOf(text)).toEqual([]);
  });

  it.each([
    ['p95(a) < 99%', '`p95` is a duration and cannot be compared with a percentage', 'such as `2s`', '99%'],
    [
      'success(a) >= 2s',
      '`success` is a percentage and cannot be compared with a duration',
      'such as `99%`',
      '2s',
    ],
    ['rps(a) >= 5ms', '`rps` is a number per second and cannot be compared with a duration', '`50/s`', '5ms'],
    ['success(a) >= 4 rtt', 'cannot be compared with a duration', '`99%`', '4 rtt'],
    ['p95(a) < success(b)', 'cannot be compared with a percentage', '`2s`', 'success(b)'],
    ['p95(a) <= 2s + 10%', 'a percentage cannot be added to a duration', '`baseline + 10%`', '10%'],
    ['p95(a) <= 4 rtt - 10%', 'a percentage cannot be subtracted from a duration', '`baseline + 10%`', '10%'],
    ['p95(a) <= 2s - previous + 5%', 'a percentage cannot be added', '`baseline + 10%`', '5%'],
    ['recovery(a) <= previous', '`recovery` is compared with a fixed duration', '`5s`', 'previous'],
    ['p95(a{name=x}) <= previous', 'does not tell enough of requests of one tag', '`p95(a)`', 'previous'],
    [
      'p95(a.http_req_waiting) <= previous + 5%',
      "does not tell enough of metrics of a load's own",
      '`p95(a)`',
      'previous + 5%',
    ],
    ['success(a) >= baseline - 5ms', 'a duration cannot be subtracted from a percentage', '`99%`', '5ms'],
    ['recovery(a) <= 3x baseline', '`recovery` is compared with a fixed duration', '`5s`', '3x baseline'],
    ['recovery(a) <= 4 rtt', '`recovery` is compared with a fixed duration', '`5s`', '4 rtt'],
    ['recovery(a) <= 5%', '`recovery` is compared with a fixed duration', '`5s`', '5%'],
    [
      'recovery(a) > 5s',
      'can only be bounded from above, not with `>`',
      '`recovery(a) <= 5s`',
      'recovery(a) > ',
    ],
    ['p95(a) < recovery(b)', '`recovery` cannot be a bound', '`5s`', 'recovery(b)'],
    ['p95(a{name=x, name=y}) < 1s', 'the tag `name` is given twice', 'keep one', 'name=y'],
  ])('refuses `%s`', (text, message, hint, at) => {
    const [error, ...more] = errorsOf(text);
    expect(more).toEqual([]);
    expect(error?.message).toContain(message);
    expect(error?.hint).toContain(hint);
    expect(text.slice(error?.start, error?.end)).toBe(at);
  });

  it('tells every mistake at once', () => {
    expect(errorsOf('p95(a{name=1,name=2}) < 99% + 5/s').map(({ message }) => message)).toHaveLength(3);
  });
});
