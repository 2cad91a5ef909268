import { describe, expect, it } from 'vitest';
import { brokenLinks, readPage, readPages } from '../../helpers/docs/markdown.ts';
import { problemsOf, yamlExamples } from '../../helpers/docs/yaml-examples.ts';

const LONGEST_README = 250;

const pages = readPages();
const examples = pages.flatMap((page) => yamlExamples(page));

describe('the pages', () => {
  it.each(examples)('have an example that plans as it says, at $where', (example) => {
    expect(problemsOf(example)).toEqual([]);
  });

  it('have whole scenarios, fragments and mistakes among their examples', () => {
    const whole = examples.filter(({ text, scenario }) => text === scenario);
    expect(whole.length).toBeGreaterThan(1);
    expect(examples.length).toBeGreaterThan(whole.length);
    expect(examples.some(({ wrong }) => wrong !== undefined)).toBe(true);
    for (const { text } of whole) expect(text).toMatch(/^version:/m);
  });

  it.each(pages)('have no broken link in $file', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('begin with a README that can be read in one go', () => {
    expect(readPage('README.md').text.split('\n').length).toBeLessThan(LONGEST_README);
  });
});

describe('a page with planted mistakes', () => {
  const broken = readPage('test/fixtures/docs/broken.md');

  it('does not pass the check of its examples', () => {
    const problems = yamlExamples(broken).map((example) => problemsOf(example));
    expect(problems).toEqual([
      [expect.stringContaining('invalid-quantity')],
      [expect.stringContaining('invalid-quantity'), expect.stringContaining('was to give unknown-profile')],
      [expect.stringContaining('was to give invalid-quantity')],
    ]);
  });

  it('does not pass the check of its links', () => {
    expect(brokenLinks(broken)).toEqual([
      expect.stringContaining('there is no test/fixtures/docs/nowhere.md'),
      expect.stringContaining('has no heading #nowhere'),
    ]);
  });
});
