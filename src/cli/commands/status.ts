import { systemClock } from '../../core/clock.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { stateOf, stateOfAll } from '../../engine/by-hand/current-state.ts';
import { findTarget } from '../../engine/by-hand/target.ts';
import { cleanStrings } from '../../report/console/clean-strings.ts';
import { statusText } from '../by-hand/status-text.ts';
import { targetFinder } from '../by-hand/target-finder.ts';
import type { Io } from '../io.ts';

export interface StatusOptions {
  readonly output?: 'table' | 'wide' | 'json';
}

/** Says of one target, or of all, what is impaired now, read from the kernel. Changes nothing. */
export async function statusCommand(
  name: string | undefined,
  { output = 'table' }: StatusOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  const options = { clock: systemClock, ...targetFinder(io, signal) };
  const state =
    name === undefined ? await stateOfAll(options) : await stateOf(await findTarget(name, options), options);
  io.out(
    output === 'json'
      ? `${JSON.stringify(cleanStrings(state), null, 2)}\n`
      : statusText(state, output === 'wide'),
  );
  return EXIT_CODES.pass;
}
