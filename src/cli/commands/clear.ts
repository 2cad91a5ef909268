import { systemClock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../core/exit-code.ts';
import { clearHold } from '../../engine/by-hand/clear-hold.ts';
import { clearTarget, type ClearedTarget, type Clearing } from '../../engine/by-hand/clear-target.ts';
import { findHolders, holdOf } from '../../engine/by-hand/find-hold.ts';
import type { ClaimHolder } from '../../exec/network/claim.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { targetFinder } from '../by-hand/target-finder.ts';
import type { Io } from '../io.ts';
import { presentError } from '../present-error.ts';

export interface ClearCommandOptions {
  readonly all?: boolean;
}

/** Ends what was impaired by hand, verified; harmless where nothing is. One target's trouble stops no other. */
export async function clearCommand(
  names: readonly string[],
  { all = false }: ClearCommandOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  if (all === names.length > 0) throw oneOfBoth();
  if (all) return await clearAll(io, signal);
  const options = { clock: systemClock, ...targetFinder(io, signal) };
  const told = async (name: string): Promise<string> => clearedText(await clearTarget(name, options));
  return await clearEach([...new Set(names)], told, { io, signal });
}

/** All at once, since each waits for what is still delayed; told in their order. */
async function clearEach<T>(
  things: readonly T[],
  clear: (thing: T) => Promise<string>,
  { io, signal }: { readonly io: Io; readonly signal: AbortSignal },
): Promise<ExitCode> {
  const attempts = things.map(async (thing) => await clear(thing));
  // Of one that fails while another is awaited, nobody has heard yet.
  void Promise.allSettled(attempts);
  const codes: ExitCode[] = [];
  for (const attempt of attempts) {
    try {
      io.out(`${cleanLine(await attempt)}\n`);
    } catch (error) {
      if (signal.aborted) return presentError(signal.reason, io);
      codes.push(presentError(error, io));
    }
  }
  return worstExitCode(codes);
}

function clearedText({ name, found }: ClearedTarget): string {
  return `${name}: ${found.length === 0 ? 'nothing to clear' : found.map(clearingText).join('; ')}`;
}

function clearingText(clearing: Clearing): string {
  switch (clearing.kind) {
    case 'kept':
      return `cleared, verified; it was ${clearing.impaired}`;
    case 'left':
      return `cleared what run ${clearing.run} had left, verified`;
    case 'foreign':
      return `\`${clearing.qdisc}\` is not ours and stays`;
  }
}

async function clearAll(io: Io, signal: AbortSignal): Promise<ExitCode> {
  const options = { clock: systemClock, ...targetFinder(io, signal) };
  const holders = await findHolders();
  if (holders.length === 0) io.out('nothing to clear\n');
  const told = async (holder: ClaimHolder): Promise<string> => {
    const hold = await holdOf(holder, options);
    if (hold.kind === 'run') return `run ${hold.run}: still running, pid ${hold.pid}; not touched`;
    await clearHold(hold, options);
    return hold.kind === 'keeper'
      ? `${hold.kept.target}: cleared, verified; it was ${hold.kept.impaired}`
      : `run ${hold.run}: cleared what it had left, verified`;
  };
  return await clearEach(holders, told, { io, signal });
}

function oneOfBoth(): SquallError {
  return new SquallError('targets-or-all', 'name the targets, or write `--all`', {
    hint: '`scenario status` lists them',
    exitCode: EXIT_CODES.usage,
  });
}
