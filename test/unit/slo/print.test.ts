import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPARISONS, type Expectation } from '../../../src/slo/grammar.ts';
import { parseExpectation } from '../../../src/slo/parse.ts';
import { printExpectation } from '../../../src/slo/print.ts';

function parsed(text: string): Expectation {
  const result = parseExpectation(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.expectation;
}

function withoutPlaces(expectation: Expectation): unknown {
  return JSON.parse(
    JSON.stringify(expectation, (key, value: unknown) =>
      key === 'start' || key === 'end' ? undefined : value,
    ),
  );
}

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,8}$/);
const subject = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,8}$/);
const fn = fc.constantFrom(
  'p50',
  'p90',
  'p95',
  'p99',
  'p(99.9)',
  'p(75)',
  'max',
  'mean',
  'success',
  'errors',
  'rps',
  'recovery',
);
const tag = fc
  .oneof(
    name,
    fc.string({ maxLength: 8 }).map((value) => `"${value.replaceAll(/["\\]/gu, '\\$&')}"`),
  )
  .map((value) => `{name=${value}}`);
const metric = fc
  .tuple(fn, subject, fc.option(tag, { nil: '' }))
  .map(([f, of, tags]) => `${f}(${of}${tags})`);
const factor = fc.integer({ min: 1, max: 90 }).map((tenths) => `${tenths / 10}`);
const term = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 9999 }), fc.constantFrom('us', 'ms', 's', '/s'))
    .map((parts) => parts.join('')),
  factor.map((times) => `${times} rtt`),
  fc
    .tuple(factor, fc.constantFrom('baseline', 'previous'), fc.constantFrom('', ' + 5%', ' - 12.5 %'))
    .map(([times, reference, change]) => `${times}x ${reference}${change}`),
  fc.constantFrom('previous', 'previous + 0.5%', 'baseline - 1%'),
  fc.tuple(factor, metric, name).map(([times, of, step]) => `${times}x ${of}@${step}`),
  metric,
);
const bound = fc
  .tuple(term, fc.array(fc.tuple(fc.constantFrom('+', '-'), term), { maxLength: 3 }))
  .map(([first, rest]) => [first, ...rest.flat()].join(' '));
const text = fc.tuple(metric, fc.constantFrom(...COMPARISONS), bound).map((parts) => parts.join(' '));

describe('the printed expectation', () => {
  it('reads as the same expectation, and prints as itself', () => {
    fc.assert(
      fc.property(text, (written) => {
        const expectation = parsed(written);
        const printed = printExpectation(expectation);
        expect(withoutPlaces(parsed(printed))).toEqual(withoutPlaces(expectation));
        expect(printExpectation(parsed(printed))).toBe(printed);
      }),
    );
  });

  it.each([
    ['p( 99.90 )( a )<2 s', 'p(99.9)(a) < 2s'],
    ['p(95)(a{name="cart"})  <=  1x  baseline+50 ms', 'p95(a{name=cart}) <= baseline + 50ms'],
    ['p95(a)<=1x previous+ 5 %', 'p95(a) <= previous + 5%'],
    ['success(a) >= 1x previous - .5%', 'success(a) >= previous - .5%'],
    ['p95(a) <= 2x p95(b)@calm - 10% + 5ms', 'p95(a) <= 2x p95(b)@calm - 10% + 5ms'],
    ["max(a{name='GET /'}) < 4x rtt - 1.0rtt", 'max(a{name="GET /"}) < 4 rtt - rtt'],
  ])('of `%s` is `%s`', (written, canonical) => {
    expect(printExpectation(parsed(written))).toBe(canonical);
  });

  it('is told what is wrong with any other text, with a hint and a place in it', () => {
    const character = fc.constantFrom(...Array.from('p95(a){}="\'\\<>=+-@,x% .b\n'));
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: character }), (written) => {
        const result = parseExpectation(written);
        const { start, end, hint } = result.ok
          ? { ...result.expectation, hint: 'none needed' }
          : result.error;
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(written.length);
        expect(hint).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });
});
