import { describe, expect, it } from 'vitest';
import { createMasker } from '../../../src/core/mask.ts';
import { maskedError } from '../../../src/core/masked-error.ts';

describe('what was thrown', () => {
  const mask = createMasker(['hunter2']);

  it('keeps its stack, without secrets', () => {
    const masked = maskedError(new TypeError('cannot read hunter2'), mask);
    expect(masked.message).toBe('cannot read ***');
    expect(masked.stack).toMatch(/^TypeError: cannot read \*\*\*\n +at .*masked-error\.test\.ts/);
  });

  it('may be no error', () => {
    expect(maskedError('hunter2', mask).message).toBe('***');
  });
});
