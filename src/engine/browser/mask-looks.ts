import { LONGEST_TEXT, type PageLook } from '../../browser/browser.ts';
import type { Masker } from '../../core/mask.ts';

/** What a page showed, its secrets masked before anybody cuts the text: half of a secret is not found any more. */
export function maskLooks(looks: readonly PageLook[], mask: Masker): PageLook[] {
  return looks.map((look) => ({ ...look, text: maskText(look.text, mask) }));
}

function maskText(text: string, mask: Masker): string {
  const masked = mask(text);
  if (mask.longest === 0 || text.length < LONGEST_TEXT) return masked;
  // The page has cut it, perhaps in the middle of one.
  return masked.slice(0, Math.max(0, masked.length - mask.longest + 1));
}
