import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../../src/report/html/page.ts';
import { RESULTS } from '../../helpers/results.ts';

/**
 * The page is written so that it is XML too, apart from its doctype: whatever a name breaks, the parser finds.
 * Throws with xmllint's words.
 */
function query(page: string, xpath: string): string {
  const xml = page.replace(/^<!doctype html>/i, '');
  return execFileSync('xmllint', ['--nonet', '--xpath', xpath, '-'], {
    input: xml,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
}

describe.each(Object.entries(RESULTS))('the page of the %s result', (_name, result) => {
  const page = renderHtml(result);

  it('is well-formed', () => {
    expect(query(page, 'count(/html/body/main)')).toBe('1');
  });

  it('has no script but its own, no style attribute, and needs no network', () => {
    expect(query(page, `count(//*[local-name()='script' and @src])`)).toBe('0');
    expect(Number(query(page, `count(//*[local-name()='script'])`))).toBeLessThanOrEqual(2);
    expect(query(page, `count(//@*[starts-with(name(), 'on') or name() = 'style' or name() = 'src'])`)).toBe(
      '0',
    );
    expect(query(page, `count(//@href[contains(., ':') or starts-with(., '/')])`)).toBe('0');
    expect(
      query(page, `count(//*[local-name()='link' or local-name()='image' or local-name()='foreignObject'])`),
    ).toBe('0');
    expect(query(page, 'string(//style)')).not.toMatch(/@import|url\(/);
  });

  it('gives every picture a name or hides it, and every reference a target', () => {
    expect(
      query(
        page,
        `count(//*[local-name()='svg' and not(ancestor::*[local-name()='svg']) and not(@aria-hidden) and not(@aria-labelledby)])`,
      ),
    ).toBe('0');
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...page.matchAll(/(?:aria-labelledby="|href="#|url\(#)([^")]*)/g)].flatMap(
      ([, list = '']) => list.split(' '),
    );
    expect(references.filter((reference) => !ids.includes(reference))).toEqual([]);
  });

  it('puts the verdict into the title and, with its shape, into the header', () => {
    expect(query(page, 'string(/html/head/title)')).toMatch(new RegExp(`^${result.verdict}: `));
    expect(query(page, 'normalize-space(//header//span)')).toBe(result.verdict);
    expect(query(page, `count(//header//*[local-name()='path'])`)).toBe('2');
  });
});

describe('the check', () => {
  it('finds an element that a name left open', () => {
    expect(() => query(renderHtml(RESULTS['passing']!).replace('<h1>', '<h1><b>'), 'count(/html)')).toThrow(
      'mismatch',
    );
  });
});
