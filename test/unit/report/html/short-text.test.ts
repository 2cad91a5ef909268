import { describe, expect, it } from 'vitest';
import { nameMarkup, proseMarkup } from '../../../../src/report/html/short-text.ts';

describe('nameMarkup', () => {
  it('isolates the direction of a name', () => {
    expect(nameMarkup('עברית').text).toBe('<bdi>עברית</bdi>');
  });

  it('cuts a long name and keeps the whole of it in the title', () => {
    const name = 'long'.repeat(250);
    const { text } = nameMarkup(name);
    expect(text).toMatch(new RegExp(`^<bdi title="${name}">`));
    expect(text.slice(text.indexOf('>'))).toHaveLength(1 + 80 + '</bdi>'.length);
  });
});

describe('a title', () => {
  it('is no longer than anybody would read', () => {
    expect(nameMarkup('long'.repeat(2500)).text.length).toBeLessThan(2200);
  });
});

describe('proseMarkup', () => {
  it('sets literals in backticks as code', () => {
    expect(proseMarkup('expected `<2s` of `shop`').text).toBe(
      '<bdi>expected <code>&lt;2s</code> of <code>shop</code></bdi>',
    );
  });

  it('leaves a single backtick alone', () => {
    expect(proseMarkup('it`s').text).toBe('<bdi>it`s</bdi>');
  });
});
