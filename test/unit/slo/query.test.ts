import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuery, parseQuery, type ParsedQuery } from '../../../src/slo/query.ts';

function mistakeIn(text: string): { marked: string; message: string; hint: string } {
  const parsed = parseQuery(text);
  if (parsed.ok) throw new Error(`\`${text}\` is sound`);
  const { message, hint, start, end } = parsed.error;
  return { marked: text.slice(start, end), message, hint };
}

function read(text: string): Extract<ParsedQuery, { ok: true }>['query'] {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.query;
}

/** What is wrong with how a text is read, or with how it is refused. */
function soundnessOf(text: string): string {
  const parsed = parseQuery(text);
  if (parsed.ok) {
    const { promql, bound } = parsed.query;
    return promql.trim() !== '' && Number.isFinite(bound) ? 'sound' : 'read without a query or a bound';
  }
  const { message, hint, start, end } = parsed.error;
  if (message === '' || hint === '') return 'refused without words';
  return 0 <= start && start <= end && end <= text.length ? 'sound' : 'refused outside the text';
}

describe('an expectation on a query', () => {
  it.each([
    ['prom("up") < 1', 'up', '<', 1, '1'],
    [`prom('sum(up{job="a"})') >= 2`, 'sum(up{job="a"})', '>=', 2, '2'],
    [String.raw`prom("up{job=\"a\"}") == 1`, 'up{job="a"}', '==', 1, '1'],
    [String.raw`prom('up{job=~"a\\.b"}') == 1`, String.raw`up{job=~"a\\.b"}`, '==', 1, '1'],
    [String.raw`prom("a\\b") == 1`, String.raw`a\b`, '==', 1, '1'],
    ['  prom ( "up" ) <= 0.5 ', 'up', '<=', 0.5, '0.5'],
    ['prom("up") < 1%', 'up', '<', 0.01, '1%'],
    ['prom("up") > -3', 'up', '>', -3, '-3'],
    ['prom("up") > - 1.5%', 'up', '>', -0.015, '-1.5%'],
    ['prom("up") < 1e6', 'up', '<', 1_000_000, '1e6'],
    ['prom("up") < 2e-3', 'up', '<', 0.002, '2e-3'],
    ['prom("up") < .5', 'up', '<', 0.5, '.5'],
    ['prom("sum(\n  up # all of them\n)") < 5', 'sum(\n  up # all of them\n)', '<', 5, '5'],
    ['prom("sum(rate(x[$window]))") > 0', 'sum(rate(x[$window]))', '>', 0, '0'],
  ])('is read from %j', (...[text, promql, comparison, bound, boundText]) => {
    expect(isQuery(text)).toBe(true);
    const query = read(text);
    expect(query).toMatchObject({ promql, comparison, boundText });
    expect(query.bound).toBeCloseTo(bound, 12);
  });

  it.each([
    ['prom("up") < 1s', '1s', /expected a number, got `1s`/, /seconds/],
    ['prom("up") < 300%', '300%', /expected a number/, /plain number/],
    ['prom("up") < 1e999', '1e999', /expected a number/, /plain number/],
    ['prom("up") < "1"', '"1"', /got the string `1`/, /plain number/],
    ['prom("up") <', '', /got the end/, /plain number/],
    ['prom("up") = 1', '=', /unknown comparison `=`/, /`==`/],
    ['prom("up") => 1', '=>', /unknown comparison/, /`>=`/],
    ['prom("up") 1', '1', /expected a comparison/, /`<=`/],
    ['prom("up"', '', /expected `\)`, got the end/, /close the bracket/],
    ['prom() < 1', ')', /a query of PromQL in quotes/, /for example/],
    ['prom(up) < 1', 'up', /a query of PromQL in quotes, got `up`/, /for example/],
    ['prom("up) < 1', '"up) < 1', /a quote that is never closed/, /for example/],
    ['prom(" ") < 1', '" "', /the query is empty/, /for example/],
    ['prom "up" < 1', '"up"', /expected `\(`/, /for example/],
    ['prom < 1', '<', /expected `\(`/, /for example/],
    ['prom("up") < baseline + 1', 'baseline', /expected a number/, /plain number/],
    ['prom("up") < 1 + 1', '+', /expected the end/, /belongs into the query/],
    ['prom("up") < 1 %', '%', /expected the end/, /belongs into the query/],
    ['prom("up") < --1', '-', /expected a number/, /plain number/],
  ])('says of %j what is wrong, where, and what to write', (text, marked, message, hint) => {
    expect(isQuery(text)).toBe(true);
    expect(mistakeIn(text)).toEqual({
      marked,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  it.each(['p95(prom) < 1s', 'prometheus("up") < 1', 'prom.ql < 3', 'Prom("up") < 1', 'success(a) >= 99%'])(
    'is not meant by %j',
    (text) => {
      expect(isQuery(text)).toBe(false);
      expect(parseQuery(text).ok).toBe(false);
    },
  );

  it('is read or refused with a place inside the text, whatever the text', () => {
    const pieces = fc.stringMatching(/^(prom|[()"'\\<>=%-]|up|\$window|1|0\.5|e-3| |\n){0,12}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), pieces), (tail) => {
        for (const whole of [tail, `prom${tail}`, `prom("up") < ${tail}`]) {
          expect(soundnessOf(whole)).toBe('sound');
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keeps any query in quotes as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (promql) => {
        fc.pre(promql.trim() !== '');
        expect(read(`prom("${promql.replaceAll(/["\\]/g, String.raw`\$&`)}") < 1`).promql).toBe(promql);
      }),
    );
  });
});
