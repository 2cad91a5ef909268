import { accessSync, closeSync, constants, existsSync, openSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { codeOf, SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { fileReason } from '../core/file-reason.ts';
import { makeFolder } from '../core/make-folder.ts';

/** As far as the umask lets. */
const ANYBODY = 0o777;

/**
 * Makes sure that a report can be written to `file` once there is one, with the folders that it needs; what is there
 * already stays as it is, and a new file is not left behind empty.
 * @throws SquallError `file-not-written`.
 */
export function prepareReport(file: string): void {
  explained(file, () => {
    makeFolder(path.dirname(file), ANYBODY);
    if (existsSync(file)) {
      if (statSync(file).isDirectory()) throw notWritten(file, 'it is a folder');
      accessSync(file, constants.W_OK);
      return;
    }
    closeSync(openSync(file, 'wx'));
    rmSync(file);
  });
}

/** Turns what the file system says into an error for people. */
export function explained(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw error instanceof SquallError ? error : notWritten(file, fileReason(error), error);
  }
}

function notWritten(file: string, why: string, cause?: unknown): SquallError {
  const isFull = codeOf(cause) === 'ENOSPC';
  return new SquallError('file-not-written', `\`${file}\` could not be written: ${why}`, {
    exitCode: EXIT_CODES.environment,
    hint: isFull ? 'free space on the disk' : 'name a file in a folder that you can write to',
    cause,
  });
}
