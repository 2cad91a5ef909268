import { describe, expect, it } from 'vitest';
import { checkExpectation } from '../../../src/slo/check.ts';
import type { Expectation } from '../../../src/slo/grammar.ts';
import { parseExpectation } from '../../../src/slo/parse.ts';
import { printExpectation } from '../../../src/slo/print.ts';

function parsed(text: string): Expectation {
  const result = parseExpectation(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.expectation;
}

describe('a figure of a metric of the load', () => {
  it.each([
    ['checkout.checks >= 99%', 'share', 'ratio'],
    ['checkout.dropped_iterations <= 1%', 'share', 'ratio'],
    ['checkout.http_reqs > 20/s', 'rate', 'frequency'],
    ['checkout.orders < 100', 'amount', 'number'],
    ['checkout.vus <= 50', 'amount', 'number'],
    ['p95(checkout.http_req_waiting) < 500ms', 'percentile', 'duration'],
    ['mean(checkout.cart_shown) < 1s', 'mean', 'duration'],
    ['p(99.9)(checkout.cart_items) < 12.5', 'percentile', 'number'],
    ['max(checkout.cart_items) == 12', 'max', 'number'],
    ['checkout.checks >= 1x baseline', 'share', 'ratio'],
    ['checkout.http_reqs >= 0.9x baseline', 'rate', 'frequency'],
    ['checkout.vus <= baseline', 'amount', 'number'],
    ['checkout.orders >= baseline - 5/s', 'rate', 'frequency'],
  ])('of `%s` is a %s, counted as %s', (text, fn, unit) => {
    const expectation = parsed(text);
    const [subject, own] = /([a-z]+)\.(\w+)/.exec(text)!.slice(1);
    expect(expectation.left).toMatchObject({ fn: { kind: fn }, unit, subject, own });
    expect(checkExpectation(expectation)).toEqual([]);
  });

  it.each([
    'p95(checkout.http_req_waiting{name=cart, status=200}) < baseline + 400ms',
    'checkout.checks{check="has come"} >= 99%',
    'checkout.http_reqs > 0.5x checkout.iterations@baseline',
    'success(checkout) >= checkout.checks@baseline - 1%',
    'max(checkout.cart_items) < 12 + 3',
  ])('`%s` prints as it was written, and reads as the same again', (text) => {
    expect(printExpectation(parsed(text))).toBe(text);
  });

  it.each([
    ['checkout.http_req_waiting < 500ms', 'holds many durations', '`p95(checkout.http_req_waiting)`'],
    ['checkout.cart_shown < 500ms', 'holds many durations', '`p95(checkout.cart_shown)`'],
    ['success(checkout.checks) >= 99%', '`success` is a figure of requests', '`checkout.checks >= 99%`'],
    ['rps(checkout.http_reqs) > 20/s', '`rps` is a figure of requests', '`rps(checkout)`'],
    ['checkout.orders >= 0.9x baseline', 'nothing says what', '`+ 0%`'],
    ['p95(checkout.http_req_waiting) < 500', 'bare number', '`500ms`'],
    ['p95(checkout) < 500', 'bare number', '`500ms`'],
    ['p95(checkout.http-req) < 5ms', 'no name of a metric', 'letters, digits'],
    ['p95(checkout.) < 5ms', 'no name of a metric', 'letters, digits'],
  ])('`%s` is refused', (text, message, hint) => {
    const result = parseExpectation(text);
    expect(result.ok ? undefined : result.error).toMatchObject({
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  it.each([
    ['p95(checkout.http_req_waiting) < 99%', 'is a duration and cannot be compared with a percentage'],
    ['p95(checkout.cart_items) < 99%', 'is a plain number and cannot be compared with a percentage'],
    ['checkout.checks >= 99% + 5/s', 'a number per second cannot be added to a percentage'],
    ['p95(checkout.cart_items) < 12 + 5ms', 'a duration cannot be added to a plain number'],
  ])('`%s` has units that do not fit', (text, message) => {
    expect(checkExpectation(parsed(text)).map((error) => error.message)).toEqual([
      expect.stringContaining(message),
    ]);
  });
});
