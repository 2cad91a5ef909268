import type { Clock, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { EdgeTraffic } from '../../traffic/edge-traffic.ts';
import { askControl } from '../control/ask-control.ts';
import type { LiveRun } from './find-runs.ts';
import { parseLiveTraffic, RUN_ROUTES, type TrafficAsked } from './messages.ts';

export interface AskRunOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The run first reads what its links have seen. */
const READ_WITHIN: Milliseconds = 10_000;

/**
 * What was asked in the last `window` of a run, or in as much of it as there is.
 * @throws SquallError `run-ended`, exit code 2; as `askControl`.
 */
export async function askTraffic(
  { folder, state }: LiveRun,
  window: Milliseconds,
  options: AskRunOptions,
): Promise<{ readonly seconds: number; readonly traffic: readonly EdgeTraffic[] }> {
  const asked: TrafficAsked = { seconds: window / 1000 };
  const answer = await askControl(folder, RUN_ROUTES.traffic, asked, { ...options, within: READ_WITHIN });
  const read = parseLiveTraffic(answer);
  if (read !== undefined) return read;
  throw new SquallError('run-ended', `the run \`${state.run}\` has just ended`, {
    hint: `ask again with \`--run ${state.run}\` for what it came to`,
    exitCode: EXIT_CODES.usage,
  });
}
