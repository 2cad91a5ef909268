import { describe, expect, it } from 'vitest';
import { SquallError } from '../../../src/core/errors.ts';
import { fileReason } from '../../../src/core/file-reason.ts';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: words of the system, open 'x'`), { code });
}

describe('why a file could not be used', () => {
  it.each([
    ['ENOENT', 'there is no such file or folder'],
    ['EACCES', 'permission is denied'],
    ['EISDIR', 'it is a folder'],
    ['ENOSPC', 'the disk is full'],
  ])('is said in words for %s', (code, words) => {
    expect(fileReason(systemError(code))).toBe(words);
  });

  it('is the text of anything else', () => {
    expect(fileReason(systemError('EIO'))).toBe("EIO: words of the system, open 'x'");
    expect(fileReason(systemError('toString'))).toContain('words of the system');
    expect(fileReason(new SquallError('k', 'no certificate'))).toBe('no certificate');
    expect(fileReason('nothing')).toBe('nothing');
  });
});
