import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../../../../src/report/html/page.ts';
import { RESULTS } from '../../../../helpers/results.ts';

function scriptsOf(page: string): readonly string[] {
  return [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text = '']) => text);
}

function policyOf(page: string): string {
  return /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1] ?? '';
}

describe('the script of the page', () => {
  it.each(Object.entries(RESULTS))(
    'is the one that the policy allows, for the %s result',
    (_name, result) => {
      const page = renderHtml(result);
      const allowed = /script-src ([^;]*)/.exec(policyOf(page))?.[1];
      for (const text of scriptsOf(page)) {
        expect(`'sha256-${createHash('sha256').update(text).digest('base64')}'`).toBe(allowed);
      }
    },
  );

  it('is there once, and only where there is a timeline', () => {
    expect(scriptsOf(renderHtml(RESULTS['failing']!))).toHaveLength(1);
    expect(scriptsOf(renderHtml({ ...RESULTS['failing']!, series: [], edges: [] }))).toEqual([]);
  });

  it('neither ends its element nor needs another', () => {
    const [text = ''] = scriptsOf(renderHtml(RESULTS['passing']!));
    expect(text).not.toMatch(/<!--|<script|import\s*\(|\beval\b|\bFunction\(/);
    expect(text.length).toBeLessThan(20_000);
  });

  it('gets no allowance beyond its hash', () => {
    expect(policyOf(renderHtml(RESULTS['passing']!))).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/]{43}='; img-src data:; /,
    );
  });
});
