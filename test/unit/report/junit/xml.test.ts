import { describe, expect, it } from 'vitest';
import { serializeXml } from '../../../../src/report/junit/xml.ts';

describe('serializeXml', () => {
  it('nests and indents elements, and closes empty ones', () => {
    const text = serializeXml({
      name: 'a',
      attributes: { x: 1, y: undefined },
      content: [
        { name: 'b', attributes: {}, content: '' },
        { name: 'c', attributes: {}, content: 'text' },
      ],
    });
    expect(text).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a x="1">\n  <b/>\n  <c>text</c>\n</a>\n');
  });

  it('escapes markup in text and in attributes', () => {
    const text = serializeXml({ name: 'a', attributes: { x: `<"'&>` }, content: ']]><b>&amp;' });
    expect(text).toContain(`<a x="&lt;&quot;'&amp;&gt;">]]&gt;&lt;b&gt;&amp;amp;</a>`);
  });

  it('keeps line breaks in attributes, which a parser would make blanks', () => {
    expect(serializeXml({ name: 'a', attributes: { x: '1\n2\t3\r' }, content: '' })).toContain(
      'x="1&#10;2&#9;3&#13;"',
    );
  });

  it('replaces what XML 1.0 cannot carry and keeps what it can', () => {
    const text = serializeXml({
      name: 'a',
      attributes: {},
      content: '\u0000\u001B\u009B\u007F\uD800\uFFFE|\t\n😀 é',
    });
    expect(text).toContain('<a>\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD|\t\n😀 é</a>');
  });
});
