import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expectation } from '../../../src/slo/grammar.ts';
import { parseExpectation } from '../../../src/slo/parse.ts';
import { printExpectation } from '../../../src/slo/print.ts';
import { expectationTexts } from '../../helpers/expectation-texts.ts';

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

describe('the printed expectation', () => {
  it('reads as the same expectation, and prints as itself', () => {
    fc.assert(
      fc.property(expectationTexts, (written) => {
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
