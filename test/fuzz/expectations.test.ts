import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExpectationError } from '../../src/slo/grammar.ts';
import { parseExpectation, type ParsedExpectation } from '../../src/slo/parse.ts';
import { printExpectation } from '../../src/slo/print.ts';
import { parseQuery, type ParsedQuery } from '../../src/slo/query.ts';
import { expectationTexts } from '../helpers/expectation-texts.ts';
import { readPages } from '../helpers/docs/markdown.ts';
import { findFault, FUZZING_TIMEOUT, type FuzzTarget, ofTexts } from '../helpers/fuzzing.ts';
import { corpusOf } from './corpus.ts';
import { anyText, mutatedTexts } from './mutated-texts.ts';

/** Every piece of code in the documentation that compares something. */
const DOCUMENTED = readPages()
  .flatMap(({ text }) => [...text.matchAll(/`([^`\n]*[<>=]=? [^`\n]*)`|^ *- (\w+\([^\n]*[<>]=? [^\n]*)$/gm)])
  .map(([, code, item]) => code ?? item ?? '')
  .filter((text) => text.includes('('));
const WORDS = [
  ['p95(', 'p(99.9)(', 'success(', 'recovery(', 'max(', 'rps(', 'prom("up")', 'baseline', 'previous', 'rtt'],
  ['shoppers', 'checkout.checks', '@baseline', '@2.step', '{name="GET /"}', "{a='b'}", '{a=b,c=d}'],
  ['<', '<=', '>', '>=', '==', '=', '≤', ' + ', ' - ', '3x ', '4 rtt', '5%', '.5s', '50/s', '2.', '99.9%'],
].flat();

const joined = fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((words) => words.join(''));
const inputs = fc.oneof(
  { arbitrary: mutatedTexts(DOCUMENTED, WORDS), weight: 3 },
  { arbitrary: joined, weight: 2 },
  { arbitrary: expectationTexts, weight: 2 },
  anyText(80),
);

function expectationTarget(parse: (text: string) => ParsedExpectation): FuzzTarget<string> {
  return ofTexts({
    inputs,
    corpus: corpusOf('expectations'),
    check: (text) => {
      const parsed = parse(text);
      if (!parsed.ok) {
        checkMistake(text, parsed.error);
        return;
      }
      const { start, end } = parsed.expectation;
      expect([start >= 0, start < end, end <= text.length]).toEqual([true, true, true]);
      const printed = printExpectation(parsed.expectation);
      const again = parse(printed);
      if (!again.ok) throw new Error(`it is printed as ${printed}: ${again.error.message}`);
      expect(withoutPlaces(again.expectation)).toEqual(withoutPlaces(parsed.expectation));
      expect(printExpectation(again.expectation)).toBe(printed);
    },
  });
}

function queryTarget(parse: (text: string) => ParsedQuery): FuzzTarget<string> {
  return ofTexts({
    inputs: inputs.map((text) => (text.length % 3 === 0 ? text : `prom(${text}`)),
    corpus: corpusOf('expectations'),
    check: (text) => {
      const parsed = parse(text);
      if (!parsed.ok) {
        checkMistake(text, parsed.error);
        return;
      }
      const { promql, comparison, bound, boundText } = parsed.query;
      expect([promql.trim() !== '', Number.isFinite(bound)]).toEqual([true, true]);
      const printed = `prom("${promql.replaceAll(/["\\]/gu, String.raw`\$&`)}") ${comparison} ${boundText}`;
      expect(parse(printed)).toEqual(parsed);
    },
  });
}

function checkMistake(text: string, { message, hint, start, end }: ExpectationError): void {
  expect([message.trim() !== '', hint.trim() !== '']).toEqual([true, true]);
  expect([start >= 0, start <= end, end <= text.length]).toEqual([true, true, true]);
}

function withoutPlaces(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) => (key === 'start' || key === 'end' ? undefined : part)),
  );
}

describe('the text of an expectation', () => {
  it(
    'is read and reads the same when printed, or is refused with a place and a hint',
    () => {
      expect(DOCUMENTED.length).toBeGreaterThan(50);
      expect(findFault(expectationTarget(parseExpectation))).toBeUndefined();
    },
    FUZZING_TIMEOUT,
  );

  it('that makes its reader fail is found', () => {
    const planted = expectationTarget((text) => {
      const parsed = parseExpectation(text);
      if (!parsed.ok || parsed.expectation.bound.length < 2) return parsed;
      const { bound } = parsed.expectation;
      return { ok: true, expectation: { ...parsed.expectation, bound: bound.slice(text.length % 2) } };
    });
    expect(findFault(planted, { seed: 1, numRuns: 10_000 })).toMatch(/^FUZZ_SEED=1, /);
  });
});

describe('the text of an expectation on a query', () => {
  it(
    'is read and reads the same when printed, or is refused with a place and a hint',
    () => {
      expect(findFault(queryTarget(parseQuery))).toBeUndefined();
    },
    FUZZING_TIMEOUT,
  );

  it('that makes its reader fail is found', () => {
    const planted = queryTarget((text) => {
      const parsed = parseQuery(text);
      return parsed.ok ? parsed : { ...parsed, error: { ...parsed.error, end: text.length + 1 } };
    });
    expect(findFault(planted, { seed: 1, numRuns: 10_000 })).toMatch(/^FUZZ_SEED=1, /);
  });
});
