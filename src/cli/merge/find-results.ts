import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { RESULT_FILE } from '../../core/artefacts.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { fileReason } from '../../core/file-reason.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { JOURNAL_FILE } from '../../journal/journal.ts';
import { readResult } from '../../report/read-result.ts';

/** A run that was found below a folder. */
export interface FoundResult {
  readonly result: RunResult;
  readonly folder: string;
}

export interface FoundFolders {
  readonly results: readonly FoundResult[];
  /** Folders of runs that did not come to their end. */
  readonly cut: readonly string[];
}

/** What downloads artefacts puts a folder or two around them. */
const DEEPEST = 5;

/**
 * Every run in these folders and below.
 * @throws SquallError `nothing-to-merge` or `result-unreadable`, exit code 2.
 */
export async function findResults(roots: readonly string[]): Promise<FoundFolders> {
  const folders = (await Promise.all(roots.map(async (root) => await runFoldersIn(root)))).flat();
  const distinct = [...new Map(folders.map((one) => [path.resolve(one.folder), one])).values()];
  const results = await Promise.all(
    distinct
      .filter(({ isOver }) => isOver)
      .map(async ({ folder }) => ({ result: await readResult(folder), folder })),
  );
  if (results.length === 0) {
    throw refuse(
      `there is no \`${RESULT_FILE}\` of a run in ${roots.map((root) => `\`${root}\``).join(', ')}`,
    );
  }
  return { results, cut: distinct.filter(({ isOver }) => !isOver).map(({ folder }) => folder) };
}

interface RunFolderFound {
  readonly folder: string;
  readonly isOver: boolean;
}

/** One that is not there is a shard whose artefact was lost. */
async function runFoldersIn(root: string): Promise<RunFolderFound[]> {
  const found = await orRefuse(root, stat(root));
  if (!found.isDirectory()) throw refuse(`\`${root}\` is no folder`);
  return await walk(root, DEEPEST);
}

/** What may not be looked at may be a result that did not pass. */
async function orRefuse<T>(folder: string, look: Promise<T>): Promise<T> {
  return await look.catch((error: unknown) => {
    throw refuse(`\`${folder}\` cannot be read: ${fileReason(error)}`, error);
  });
}

async function walk(folder: string, depth: number): Promise<RunFolderFound[]> {
  const entries = await orRefuse(folder, readdir(folder, { withFileTypes: true }));
  const files = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
  if (files.has(RESULT_FILE)) return [{ folder, isOver: true }];
  if (files.has(JOURNAL_FILE)) return [{ folder, isOver: false }];
  if (depth === 0) return [];
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
  return (await Promise.all(below.toSorted().map(async (one) => await walk(one, depth - 1)))).flat();
}

function refuse(message: string, cause?: unknown): SquallError {
  return new SquallError('nothing-to-merge', message, {
    hint: 'name the folders that the run folders of all shards are in',
    exitCode: EXIT_CODES.usage,
    cause,
  });
}
