import { describe, expect, it } from 'vitest';

import { longestQueue } from '../../../src/impairment/longest-queue.ts';
import { CLEAR, DEFAULT_BUFFER } from '../../../src/impairment/model.ts';

describe('longestQueue', () => {
  it('is nothing where no rate is limited', () => {
    expect(longestQueue({ ...CLEAR, up: { delay: 500 } })).toBe(0);
  });

  it('is at least what the buffers before both rates hold', () => {
    const up = { rate: 1e6, buffer: 300 };
    const there = longestQueue({ ...CLEAR, up });
    const back = longestQueue({ ...CLEAR, down: { rate: 1e6 } });
    expect(there).toBeGreaterThanOrEqual(300);
    expect(back).toBeGreaterThanOrEqual(DEFAULT_BUFFER);
    expect(longestQueue({ ...CLEAR, up, down: { rate: 1e6 } })).toBe(there + back);
  });
});
