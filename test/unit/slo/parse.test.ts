import { describe, expect, it } from 'vitest';
import type { Expectation, ExpectationError } from '../../../src/slo/grammar.ts';
import { parseExpectation } from '../../../src/slo/parse.ts';

function parsed(text: string): Expectation {
  const result = parseExpectation(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.expectation;
}

function mistake(text: string): ExpectationError {
  const result = parseExpectation(text);
  if (result.ok) throw new Error(`${text} was read without a mistake`);
  return result.error;
}

describe('an expectation', () => {
  it('has a function of a subject, a comparison and a bound, each with its place', () => {
    expect(parsed('p95(shoppers) < 2s')).toEqual({
      kind: 'expectation',
      left: {
        kind: 'metric',
        fn: { kind: 'percentile', percent: 95 },
        subject: 'shoppers',
        tags: [],
        unit: 'duration',
        start: 0,
        end: 13,
      },
      comparison: '<',
      bound: [{ kind: 'quantity', sign: 1, unit: 'duration', value: 2000, text: '2s', start: 16, end: 18 }],
      start: 0,
      end: 18,
    });
  });

  it.each([
    ['p50(a) < 1ms', { kind: 'percentile', percent: 50 }],
    ['p(99.9)(a) < 1ms', { kind: 'percentile', percent: 99.9 }],
    ['p( .5 )( a ) < 1ms', { kind: 'percentile', percent: 0.5 }],
    ['max(a) < 1ms', { kind: 'max' }],
    ['mean(a) < 1ms', { kind: 'mean' }],
    ['success(a) < 1%', { kind: 'success' }],
    ['errors(a) < 1%', { kind: 'errors' }],
    ['rps(a) < 1/s', { kind: 'rps' }],
    ['recovery(a) < 1s', { kind: 'recovery' }],
  ])('knows the function of `%s`', (text, fn) => {
    expect(parsed(text).left.fn).toEqual(fn);
  });

  it.each(['<', '<=', '>', '>=', '=='])('compares with `%s`, with and without spaces', (comparison) => {
    expect(parsed(`p95(a) ${comparison} 1s`).comparison).toBe(comparison);
    expect(parsed(`p95(a)${comparison}1s`).comparison).toBe(comparison);
  });

  it.each([
    ['2s', 'duration', 2000],
    ['150 ms', 'duration', 150],
    ['.5s', 'duration', 500],
    ['99.9%', 'ratio', 0.999],
    ['99 %', 'ratio', 0.99],
    ['50/s', 'frequency', 50],
    ['300 /m', 'frequency', 5],
  ])('reads the quantity `%s`', (text, unit, value) => {
    const [term] = parsed(`p95(a) < ${text}`).bound;
    expect(term).toMatchObject({ kind: 'quantity', unit, text: text.replace(' ', '') });
    expect(term?.kind === 'quantity' && term.value).toBeCloseTo(value, 9);
  });

  it('reads tags, quoted where they hold more than a name', () => {
    expect(parsed('p95(a{name="GET /\\"cart\\"", status=200}) < 1s').left.tags).toMatchObject([
      { key: 'name', value: 'GET /"cart"' },
      { key: 'status', value: '200' },
    ]);
    expect(parsed("p95(a{name='GET /cart'}) < 1s").left.tags[0]).toEqual({
      key: 'name',
      value: 'GET /cart',
      start: 6,
      end: 22,
    });
    expect(parsed('p95(a{name=/cart}) < 1s').left.tags[0]?.value).toBe('/cart');
  });

  it('reads sums and differences of references', () => {
    expect(parsed('p95(a) <= 3x baseline + 50ms - 4 rtt').bound).toMatchObject([
      { kind: 'baseline', sign: 1, factor: 3, start: 10, end: 21 },
      { kind: 'quantity', sign: 1, value: 50 },
      { kind: 'rtt', sign: -1, factor: 4, start: 31, end: 36 },
    ]);
  });

  it.each([
    ['rtt', { kind: 'rtt', factor: 1 }],
    ['4rtt', { kind: 'rtt', factor: 4 }],
    ['4x rtt', { kind: 'rtt', factor: 4 }],
    ['1.5 x baseline', { kind: 'baseline', factor: 1.5 }],
    ['1.2x previous', { kind: 'previous', factor: 1.2 }],
    ['previous + 5%', { kind: 'previous', change: { sign: 1, share: 0.05, text: '5%' } }],
    ['2x baseline - 10 %', { kind: 'baseline', factor: 2, change: { sign: -1, share: 0.1, text: '10%' } }],
    ['p95(previous)@calm', { kind: 'measured', step: 'calm' }],
    ['p95(home)@baseline', { kind: 'measured', factor: 1, step: 'baseline' }],
    ['3x p95(home)@3g', { kind: 'measured', factor: 3, step: '3g' }],
    ['p95(baseline)', { kind: 'measured', factor: 1 }],
  ])('reads the reference `%s`', (text, term) => {
    expect(parsed(`p95(a) <= ${text}`).bound[0]).toMatchObject(term);
  });

  it('takes a percentage for a part of what it is of, and for points where the figure is a share', () => {
    expect(parsed('p95(a) <= previous + 5% + 10ms').bound).toMatchObject([
      { kind: 'previous', start: 10, end: 23 },
      { kind: 'quantity', value: 10 },
    ]);
    const [previous, points] = parsed('success(a) >= previous - 0.5%').bound;
    expect(previous).not.toHaveProperty('change');
    expect(points).toMatchObject({ kind: 'quantity', sign: -1, unit: 'ratio', value: 0.005 });
  });

  it('lets names hold dashes, and a step dots too and begin with a digit', () => {
    const expectation = parsed('max(last-mile-v2) < max(home-1)@2.step-2 - 5ms');
    expect(expectation.left.subject).toBe('last-mile-v2');
    expect(expectation.bound).toMatchObject([{ step: '2.step-2' }, { sign: -1, value: 5 }]);
  });
});

describe('a mistake in an expectation', () => {
  it.each([
    ['p59(a) < 1s', 'unknown function `p59`', 'write `p(59)`', 'p59'],
    ['P95(a) < 1s', 'unknown function `P95`', 'write `p95`', 'P95'],
    ['sucess(a) > 99%', 'unknown function `sucess`', 'did you mean `success`?', 'sucess'],
    ['avg(a) < 1s', 'unknown function `avg`', 'write `mean`', 'avg'],
    ['frobnicate(a) < 1s', 'unknown function `frobnicate`', 'choose one of `p50`', 'frobnicate'],
    ['p95 < 2s', 'expected `(`, got `<`', 'say of what: `p95(shoppers)`', '<'],
    ['2s > p95(a)', 'unknown function `2s`', 'choose one of', '2s'],
    [
      '< 2s',
      'expected a function such as `p95` or `success`, got `<`',
      'write for example `p95(shoppers) < 2s`',
      '<',
    ],
    ['p(100)(a) < 1s', 'expected a percentile between 0 and 100, got `100`', 'write `max`', '100'],
    ['p(0)(a) < 1s', 'expected a percentile between 0 and 100, got `0`', 'p(99.9)(shoppers)', '0'],
    ['p(99) < 1s', 'expected `(`, got `<`', 'say of what: `p(99)(shoppers)`', '<'],
    ['p95() < 1s', 'expected the name of a load or an edge, got `)`', 'p95(shoppers)', ')'],
    ['p95(_a) < 1s', '`_a` is no name', 'letters, digits', '_a'],
    ['success(a, b) >= 99%', 'one subject to an expectation', 'one expectation for each subject', ','],
    ['p95(a < 2s', 'expected `)`, got `<`', 'close the bracket after `a`', '<'],
    ['p95(a{name: cart}) < 2s', 'expected `=` after `name`, got `:`', '`{name=cart}`', ':'],
    ['p95(a{name=}) < 2s', 'expected the value of the tag `name`, got `}`', '`{name=cart}`', '}'],
    [
      'p95(a{name="cart}) < 2s',
      'expected the value of the tag `name`, got a quote that is never closed',
      '',
      '"cart}) < 2s',
    ],
    ['p95(a) 2s', 'expected a comparison, got `2s`', 'compare with a bound', '2s'],
    ['p95(a) "<" 2s', 'expected a comparison, got the string `<`', 'compare with a bound', '"<"'],
    ['p95(a)', 'expected a comparison, got the end', 'compare with a bound', ''],
    ['p95(a) = 2s', 'unknown comparison `=`', 'write `==`', '='],
    ['p95(a) => 2s', 'unknown comparison `=>`', 'write `>=`', '=>'],
    ['p95(a) =< 2s', 'unknown comparison `=<`', 'write `<=`', '=<'],
    ['p95(a) ≤ 2s', 'unknown comparison `≤`', 'write `<=`', '≤'],
    ['p95(a) != 2s', 'unknown comparison `!=`', 'use one of `<`', '!='],
    [
      'p95(a) <',
      'expected a value with its unit, `baseline`, `previous`, `rtt` or a metric, got the end',
      '`2s`',
      '',
    ],
    ['p95(a) < 200', 'expected a duration, got the bare number `200`', '`200ms`', '200'],
    ['p95(a) < 0', 'expected a duration, got the bare number `0`', '`0ms`', '0'],
    ['success(a) >= 99', 'expected a percentage, got the bare number `99`', '`99%`', '99'],
    ['rps(a) >= 50', 'expected a number per second, got the bare number `50`', '`50/s`', '50'],
    ['rps(a) >= 50rps', '`rps` is ambiguous in a number per second', 'write `/s`', '50rps'],
    ['p95(a) < 2sec', '`sec` is ambiguous in a duration', 'write `s`', '2sec'],
    ['p95(a) < 2parsec', 'unknown unit `parsec` in a duration', 'use `us`', '2parsec'],
    ['success(a) >= 999%', 'expected at most `100%`, got `999%`', '', '999%'],
    [
      'p95(a) < -5ms',
      'expected a value with its unit, `baseline`, `previous`, `rtt` or a metric, got `-`',
      '',
      '-',
    ],
    ['p95(a) < 3 baseline', 'a number before a reference needs an `x`', 'write `3x baseline`', '3'],
    ['p95(a) < 3 p95(b)', 'a number before a reference needs an `x`', 'write `3x p95`', '3'],
    ['p95(a) <= previous + 150%', 'expected at most `100%`', '`3x previous`', '150%'],
    ['p95(a) <= previous - 100%', '`- 100%` leaves nothing of it', 'smaller', '100%'],
    ['p95(a) <= previuos + 5%', 'unknown word `previuos`', '`previous`', 'previuos'],
    ['p95(a) <= previous-5%', 'unknown word `previous-5%`', '`previous - 5%`', 'previous-5%'],
    [
      'p95(a) < 3x',
      'expected `baseline`, `previous`, `rtt` or a metric to multiply, got the end',
      '`3x baseline`',
      '',
    ],
    ['p95(a) < 0x baseline', '`0x` is no multiple', 'above 0', '0x'],
    ['p95(a) < 3x 4rtt', 'unknown word `4rtt`', 'did you mean `rtt`?', '4rtt'],
    ['p95(a) < 3 x 4x baseline', 'unknown word `4x`', 'a bound is', '4x'],
    ['p95(a) < 3x "baseline"', 'to multiply, got the string `baseline`', '`3x baseline`', '"baseline"'],
    ['p("95")(a) < 1s', 'between 0 and 100, got the string `95`', 'p(99.9)(shoppers)', '"95"'],
    ['p95(a) < basline + 1ms', 'unknown word `basline`', 'did you mean `baseline`?', 'basline'],
    [
      'p95(a) < baseline-50ms',
      'unknown word `baseline-50ms`',
      'write `baseline - 50ms`, with spaces',
      'baseline-50ms',
    ],
    ['p95(a) < warm + 50ms', 'unknown word `warm`', '`p95(shoppers)@step`', 'warm'],
    ['p95(a) < p59(b)', 'unknown function `p59`', 'write `p(59)`', 'p59'],
    ['p95(a) < p95 + 1ms', 'expected `(`, got `+`', 'say of what', '+'],
    ['p95(a) < p95(b)@', 'expected the name of a step, got the end', '@baseline', ''],
    ['p95(a) < 2s and 3s', 'expected `+`, `-` or the end, got `and`', 'write two for two', 'and'],
    [`p95(a) < ${'9'.repeat(400)}ms`, 'is too large', '', `${'9'.repeat(400)}ms`],
    ['', 'expected a function such as `p95` or `success`, got the end', '', ''],
  ])('`%s`: %s', (text, message, hint, at) => {
    const error = mistake(text);
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
    expect(text.slice(error.start, error.end)).toBe(at);
  });

  it.each([
    ['success(a', 'b) >= 99%'],
    ['p95(a{name=x', 'status=200}) < 2s'],
    ['p95(a{name="GET /"', 'status=200}) < 2s'],
  ])('says to quote what YAML split at the comma: `%s` and `%s`', (...fragments) => {
    for (const fragment of fragments) {
      const error = mistake(fragment);
      expect(error.message).toBe(`\`${fragment}\` is only a part of an expectation`);
      expect(error.hint).toContain('quote this: YAML splits at the comma');
      expect([error.start, error.end]).toEqual([0, fragment.length]);
    }
  });
});
