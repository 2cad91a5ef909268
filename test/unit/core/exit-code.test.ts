import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../../src/core/exit-code.ts';

const WORST_FIRST: readonly ExitCode[] = [5, 70, 130, 143, 4, 3, 2, 1, 6, 0];

describe('worstExitCode', () => {
  it('knows the order of every code that there is', () => {
    expect(WORST_FIRST.toSorted((a, b) => a - b)).toEqual(
      Object.values(EXIT_CODES).toSorted((a, b) => a - b),
    );
  });

  it('lets the worse of any two codes win, in either order', () => {
    for (const [rank, worse] of WORST_FIRST.entries()) {
      for (const better of WORST_FIRST.slice(rank)) {
        expect(worstExitCode([worse, better])).toBe(worse);
        expect(worstExitCode([better, worse])).toBe(worse);
      }
    }
  });

  it('stands for many codes as for the two halves of them', () => {
    const codes = fc.array(fc.constantFrom(...WORST_FIRST));
    fc.assert(
      fc.property(codes, codes, (some, others) => {
        const whole = worstExitCode([...some, ...others]);
        expect(worstExitCode([worstExitCode(some), worstExitCode(others)])).toBe(whole);
      }),
    );
  });

  it('passes when nothing ran', () => {
    expect(worstExitCode([])).toBe(0);
  });
});
