import { describe, expect, it } from 'vitest';
import { LONGEST_TEXT } from '../../../../src/browser/browser.ts';
import { createMasker } from '../../../../src/core/mask.ts';
import { judgeSighting } from '../../../../src/engine/browser/judge-sighting.ts';
import { maskLooks } from '../../../../src/engine/browser/mask-looks.ts';

const MASK = createMasker(['s3cret-of-the-shop']);

function shown(text: string): string {
  return maskLooks([{ at: 0, seen: [], text }], MASK)[0]!.text;
}

describe('the text of a page', () => {
  it('keeps no half of a secret where a reason is cut short', () => {
    const text = `${'x'.repeat(112)} s3cret-of-the-shop`;
    const looks = maskLooks([{ at: 0, seen: [], text }], MASK);
    const rule = { kind: 'see', mark: { label: '"cart"', text: 'cart' } } as const;
    const { reason } = judgeSighting({ rule }, { looks, watched: 1_000 });
    expect(reason).toContain('xxx ***');
    expect(reason).not.toContain('s3c');
  });

  it('keeps no half of a secret where the page has cut it', () => {
    const half = 's3cret-of';
    const text = `${'x'.repeat(LONGEST_TEXT - half.length)}${half}`;
    expect(shown(text)).toMatch(/^x{3900,}$/);
  });

  it('is whole where it was not cut', () => {
    expect(shown('Your cart\ns3cret-of-the-shop')).toBe('Your cart\n***');
    const long = 'x'.repeat(LONGEST_TEXT);
    expect(maskLooks([{ at: 0, seen: [], text: long }], createMasker([]))[0]!.text).toBe(long);
  });
});
