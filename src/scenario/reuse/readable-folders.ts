import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { reasonOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';

/** The folders whose files a scenario may be made of, each as named and with symbolic links resolved. */
export type ReadableFolders = readonly string[];

/**
 * The scenario's own folder and those that were allowed.
 * @throws SquallError `allow-include`, exit code 2, where one that was allowed is not there.
 */
export async function readableFolders(own: string, allowed: readonly string[]): Promise<ReadableFolders> {
  const folders = [path.resolve(own), ...allowed.map((folder) => path.resolve(folder))];
  const real = await Promise.all(folders.map(async (folder) => await realFolder(folder)));
  return [...folders, ...real];
}

async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    throw new SquallError('allow-include', `\`${folder}\` cannot be allowed: ${reasonOf(error)}`, {
      exitCode: EXIT_CODES.usage,
      hint: 'name a folder that is there: `--allow-include DIR`',
      cause: error,
    });
  }
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
