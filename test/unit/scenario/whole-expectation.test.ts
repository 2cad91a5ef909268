import { describe, expect, it } from 'vitest';
import { tornExpectationHint } from '../../../src/scenario/whole-expectation.ts';
import { parseExpectation } from '../../../src/slo/parse.ts';

describe('the hint about an expectation that YAML has torn', () => {
  it.each([
    ['success(users) >= 98%', 'success(users) >= 98%'],
    ['success(users): ">= 98%"', 'success(users) >= 98%'],
    ["success(users): '== 100%'", 'success(users) == 100%'],
    ['success(users): >= 98%', 'success(users) >= 98%'],
    ['p95(users{name: x})\n   < 2s', 'p95(users{name=x}) < 2s'],
    ['p95(users{name: GET /x}) < 2s', 'p95(users{name="GET /x"}) < 2s'],
    ['p95(users{name: "GET /x"}) < 2s', 'p95(users{name="GET /x"}) < 2s'],
  ])('says to quote a text that reads well: %s', (torn, whole) => {
    expect(tornExpectationHint(torn)).toBe(`quote this: '${whole}'`);
    expect(parseExpectation(whole)).toMatchObject({ ok: true });
  });

  it.each([
    ['p99(users): 2s', "'p99(users) <= 2s' or 'p99(users) >= 2s'"],
    ['p99(users): { lt: 2s }', "'p95(shoppers) <= 2s' or 'p95(shoppers) >= 2s'"],
  ])('asks for the comparison that is not there: %s', (torn, examples) => {
    expect(tornExpectationHint(torn)).toBe(`write one text with a comparison, as ${examples}`);
  });
});
