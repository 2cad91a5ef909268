import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { fileReason } from '../../core/file-reason.ts';

/** The folders whose files a scenario may be made of, each as named and with symbolic links resolved. */
export type ReadableFolders = readonly string[];

/**
 * The scenario's own folder and those that were allowed.
 * @throws SquallError `allow-include`, exit code 2, where one that was allowed is no folder that is there.
 */
export async function readableFolders(own: string, allowed: readonly string[]): Promise<ReadableFolders> {
  const named = [own, ...allowed];
  const real = await Promise.all(named.map(async (folder) => await realFolder(folder)));
  return [...named.map((folder) => path.resolve(folder)), ...real];
}

async function realFolder(folder: string): Promise<string> {
  try {
    const real = await realpath(folder);
    if (!(await stat(real)).isDirectory()) throw notAllowed(folder, 'it is a file');
    return real;
  } catch (error) {
    throw error instanceof SquallError ? error : notAllowed(folder, fileReason(error), error);
  }
}

function notAllowed(folder: string, why: string, cause?: unknown): SquallError {
  return new SquallError('allow-include', `\`${folder}\` cannot be allowed: ${why}`, {
    exitCode: EXIT_CODES.usage,
    hint: 'name a folder that is there: `--allow-include DIR`',
    cause,
  });
}

/**
 * Where a file really is, with symbolic links resolved; undefined where that is in none of the folders. One that is not there is
 * returned as it was named.
 */
export async function findWithin(folders: ReadableFolders, file: string): Promise<string | undefined> {
  const real = await realpath(file).catch(() => file);
  return folders.some((folder) => isBelow(folder, real)) ? real : undefined;
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
