import { describe, expect, it } from 'vitest';

import { holdsWords } from '../../../src/browser/page/recorder.ts';

describe('words on a page', () => {
  it.each([
    ['Foul Weather Socks\n0 items\nYour cart', '0 items'],
    ['YOUR CART', 'Your cart'],
    ['3\n   items', '3 items'],
    ['Total: $0.00', '$0.00'],
    ['Total: $0.00', '0.00'],
    ['(0 items)', '0 items'],
    ['what? (really)', 'what? (really)'],
  ])('are found in %j: %j', (text, words) => {
    expect(holdsWords(text, words)).toBe(true);
  });

  it.each([
    ['10 items', '0 items'],
    ['3 itemsets', '3 items'],
    ['Übercart', 'cart'],
    ['$0x00', '$0.00'],
    ['', 'Your cart'],
  ])('are whole words: %j does not hold %j', (text, words) => {
    expect(holdsWords(text, words)).toBe(false);
  });
});
