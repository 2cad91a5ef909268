import { describe, expect, it } from 'vitest';
import { SquallError } from '../../../src/core/errors.ts';
import { packError, unpackError } from '../../../src/core/wire-error.ts';

function cross(thrown: unknown): Error {
  return unpackError(structuredClone(packError(thrown)));
}

describe('an error that crosses threads', () => {
  it('is the same SquallError on the other side', () => {
    const error = new SquallError('listen-failed', 'cannot listen', {
      hint: 'use another port',
      exitCode: 3,
    });
    const { code, message, hint, exitCode } = error;
    expect(cross(error)).toBeInstanceOf(SquallError);
    expect(cross(error)).toMatchObject({ code, message, hint, exitCode });
  });

  it('stays a bug, with its stack, when it was one', () => {
    const bug = new TypeError('x is not a function');
    expect(cross(bug)).not.toBeInstanceOf(SquallError);
    expect(cross(bug)).toMatchObject({ message: bug.message, stack: bug.stack });
    expect(cross('thrown text').message).toBe('thrown text');
  });
});
