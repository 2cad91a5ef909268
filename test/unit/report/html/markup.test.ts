import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/report/html/markup.ts';

describe('the html tag', () => {
  it('escapes text in content and in attributes', () => {
    const text = `<b a="x" c='y'>&amp;`;
    expect(html`<p title="${text}">${text}</p>`.text).toBe(
      '<p title="&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;">&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;</p>',
    );
  });

  it('leaves markup as it is, joins lists, and leaves undefined out', () => {
    expect(html`${[html`<b>${1}</b>`, '<', [2, undefined]]}.`.text).toBe('<b>1</b>&lt;2.');
  });

  it('makes controls, lone surrogates and bidi overrides visible, and keeps line breaks', () => {
    expect(html`${'a\u0000\u001B\u009B\u202E\uFFFE\uD800\n\tb'}`.text).toBe(
      'a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\n\tb',
    );
  });

  it('never lets a text open or close an element or an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});
