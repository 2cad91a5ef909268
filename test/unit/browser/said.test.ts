import { describe, expect, it } from 'vitest';
import { saidBy } from '../../../src/browser/said.ts';
import { createMasker } from '../../../src/core/mask.ts';

const SECRET = 'correct-horse-battery-staple';

describe('what a browser says', () => {
  it('is its first line, cut', () => {
    expect(saidBy(new Error(`no page\nCall log:\n  - ${'x'.repeat(400)}`), String)).toBe('no page');
    expect(saidBy(new Error('x'.repeat(400)), String)).toBe('x'.repeat(300));
  });

  it('shows nothing of a secret, wherever it is cut', () => {
    const mask = createMasker([SECRET, 'two\nlines']);
    for (let before = 300 - SECRET.length; before <= 300; before += 1) {
      const padding = 'x'.repeat(before);
      const said = saidBy(new Error(`${padding}${SECRET} and more`), mask);
      expect(said).toBe(`${padding}*** and more`.slice(0, 300));
    }
    expect(saidBy(new Error('at two\nlines'), mask)).toBe('at ***');
  });
});
