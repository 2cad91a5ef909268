import { describe, expect, it } from 'vitest';
import { quoteWord } from '../../../../../src/report/html/evidence/run-again.ts';

describe('quoteWord', () => {
  it.each([
    ['scenarios/last-mile.yaml', 'scenarios/last-mile.yaml'],
    ['my scenario.yaml', `'my scenario.yaml'`],
    [`it's; rm -rf ~`, `'it'\\''s; rm -rf ~'`],
    ['$(id)', `'$(id)'`],
    ['', `''`],
  ])('makes one word of %j', (word, quoted) => {
    expect(quoteWord(word)).toBe(quoted);
  });
});
