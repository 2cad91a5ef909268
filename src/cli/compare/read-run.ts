import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { chooseRun, type FindRunsOptions } from '../../engine/live/find-runs.ts';
import { readResult } from '../../report/read-result.ts';

/** A run that is over, and where it is. */
export interface ReadRun {
  readonly result: RunResult;
  readonly folder: string;
}

/**
 * A run that is over, by its id below `out`, its folder or its file.
 * @throws SquallError `run-not-found`, `run-not-over` or `result-unreadable`, exit code 2.
 */
export async function readRun(named: string, options: FindRunsOptions): Promise<ReadRun> {
  if (await isFile(named)) return { result: await readResult(named), folder: dirname(named) };
  const run = await chooseRun(named, options);
  if (run.kind === 'ended') return { result: await readResult(run.folder), folder: run.folder };
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
