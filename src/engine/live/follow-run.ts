import type { Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { followControl } from '../control/follow-control.ts';
import { chooseRun, findLiveRuns, severalRuns, type FindRunsOptions, type LiveRun } from './find-runs.ts';
import {
  parseWatchLine,
  type TapOrder,
  type TopOrder,
  type WatchLine,
  type WATCH_ROUTES,
} from './watch-messages.ts';

/** It only has to look at its plan. */
const BEGUN_WITHIN: Milliseconds = 5_000;

/**
 * The run in progress that is meant: the one that was named, or the only one.
 * @throws SquallError `no-run-in-progress`, exit code 3; as `chooseRun`.
 */
export async function chooseLiveRun(named: string | undefined, options: FindRunsOptions): Promise<LiveRun> {
  if (named !== undefined) {
    const run = await chooseRun(named, options);
    if (run.kind === 'live') return run;
    throw notInProgress(`\`${named}\` is over`);
  }
  const runs = await findLiveRuns(options);
  if (runs.length > 1) throw severalRuns(runs);
  const [run] = runs;
  if (run === undefined) throw notInProgress(`no run is in progress in \`${options.out}\``);
  return run;
}

type WatchRoute = (typeof WATCH_ROUTES)[keyof typeof WATCH_ROUTES];

/**
 * What a run tells of its requests, until it takes its links away.
 * @throws SquallError as `followControl`, and what the run says of the order.
 */
export async function* followRun(
  { folder }: Pick<LiveRun, 'folder'>,
  route: WatchRoute,
  order: TapOrder | TopOrder,
  { clock, signal }: Pick<FindRunsOptions, 'clock' | 'signal'>,
): AsyncGenerator<readonly WatchLine[]> {
  const lines = await followControl(folder, route, order, { clock, within: BEGUN_WITHIN, signal });
  if (lines === undefined) throw notInProgress(`the run in \`${folder}\` has just ended`);
  for await (const batch of lines) yield batch.flatMap((line) => parseWatchLine(line) ?? []);
}

function notInProgress(message: string): SquallError {
  return new SquallError('no-run-in-progress', message, {
    hint: 'start one with `scenario run FILE`, or say where run folders are with `--out DIR`',
    exitCode: EXIT_CODES.environment,
  });
}
