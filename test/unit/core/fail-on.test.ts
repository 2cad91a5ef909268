import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../src/core/exit-code.ts';
import { FAIL_ON, isLetThrough } from '../../../src/core/fail-on.ts';

describe('isLetThrough', () => {
  it('lets verdicts through, and never an error, a failed undo, a bug or an interruption', () => {
    const letThrough = FAIL_ON.map((failOn) => [
      failOn,
      Object.values(EXIT_CODES).filter((code) => isLetThrough(code, failOn)),
    ]);
    expect(Object.fromEntries(letThrough)).toEqual({ inconclusive: [], fail: [6], never: [1, 6] });
  });
});
