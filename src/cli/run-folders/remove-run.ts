import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RESULT_FILE } from '../../core/artefacts.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { fileReason } from '../../core/file-reason.ts';
import { JOURNAL_FILE } from '../../journal/journal.ts';

/** By these a folder is known to be a run's, so they go last: what an interruption leaves is found again. */
const LAST: readonly string[] = [RESULT_FILE, JOURNAL_FILE];

/**
 * Removes a run folder. A link in it is removed, and what it leads to is not.
 * @throws SquallError `run-not-removed`, exit code 3.
 */
export async function removeRun(folder: string): Promise<void> {
  try {
    const names = await readdir(folder);
    for (const name of names.toSorted((a, b) => LAST.indexOf(a) - LAST.indexOf(b))) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
    await rmdir(folder);
  } catch (error) {
    throw new SquallError('run-not-removed', `\`${folder}\` could not be removed: ${fileReason(error)}`, {
      hint: 'run this as the user that ran the scenario',
      exitCode: EXIT_CODES.environment,
      cause: error,
    });
  }
}
