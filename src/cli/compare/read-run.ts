import { stat } from 'node:fs/promises';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { chooseRun, type FindRunsOptions } from '../../engine/live/find-runs.ts';
import { readResult } from '../../report/read-result.ts';

/**
 * The result of a run that is over, by its id below `out`, its folder or its file.
 * @throws SquallError `run-not-found`, `run-not-over` or `result-unreadable`, exit code 2.
 */
export async function readRun(named: string, options: FindRunsOptions): Promise<RunResult> {
  if (await isFile(named)) return await readResult(named);
  const run = await chooseRun(named, options);
  if (run.kind === 'ended') return await readResult(run.folder);
  throw new SquallError('run-not-over', `\`${named}\` is in progress`, {
    hint: 'wait for its end: then it has a result',
    exitCode: EXIT_CODES.usage,
  });
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
