import { systemClock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../core/exit-code.ts';
import { interfaceLabel } from '../../core/network-interface.ts';
import { surveyInterface, type SurveyedInterface } from '../../drivers/tc/survey.ts';
import { clearHold } from '../../engine/by-hand/clear-hold.ts';
import { findHold, findHolders, holdOf } from '../../engine/by-hand/find-hold.ts';
import { findTarget, interfacesOf, type Target, type TargetFinder } from '../../engine/by-hand/target.ts';
import { line } from '../../exec/network/batch.ts';
import { interfaceInUse } from '../../exec/network/errors.ts';
import { ROOT_HANDLE } from '../../exec/network/handles.ts';
import type { InterfaceRef } from '../../exec/network/namespace.ts';
import { requireNetworkAdmin } from '../../exec/network/network-admin.ts';
import { typedCommand } from '../../exec/network/typed-command.ts';
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
  const finder = targetFinder(io, signal);
  const codes: ExitCode[] = [];
  for (const name of names) {
    if (signal.aborted) return presentError(signal.reason, io);
    try {
      io.out(`${cleanLine(await clearOne(await findTarget(name, finder), finder))}\n`);
    } catch (error) {
      codes.push(presentError(error, io));
    }
  }
  return worstExitCode(codes);
}

/** Resolves to what there is to say. */
async function clearOne(target: Target, { run, signal }: TargetFinder): Promise<string> {
  const said = new Set<string>();
  for (const at of interfacesOf(target)) {
    const hold = await findHold(at, { clock: systemClock, signal });
    if (hold.kind === 'run') throw interfaceInUse(at, hold.run, hold.pid);
    if (hold.kind !== 'nobody') {
      requireNetworkAdmin(at);
      await clearHold(hold, { clock: systemClock, signal, run });
    }
    if (hold.kind === 'keeper') said.add(`cleared, verified; it was ${hold.kept.impaired}`);
    else if (hold.kind === 'dead') said.add(`cleared what run ${hold.run} had left, verified`);
    const found = await surveyInterface(run, at);
    if (found.up.kind === 'ours' || found.down.kind === 'ours') throw stillThere(at);
    for (const text of foreignText(found)) said.add(text);
  }
  return `${target.name}: ${said.size === 0 ? 'nothing to clear' : [...said].join('; ')}`;
}

function foreignText({ up, down }: SurveyedInterface): string[] {
  return [up, down].flatMap((way) =>
    way.kind === 'foreign' ? [`\`${way.qdisc}\` is not ours and stays`] : [],
  );
}

async function clearAll(io: Io, signal: AbortSignal): Promise<ExitCode> {
  const options = { clock: systemClock, ...targetFinder(io, signal) };
  const holders = await findHolders();
  const codes: ExitCode[] = [];
  for (const holder of holders) {
    if (signal.aborted) return presentError(signal.reason, io);
    try {
      const hold = await holdOf(holder, options);
      if (hold.kind === 'run') {
        io.out(`run ${cleanLine(hold.run)}: still running, pid ${hold.pid}; not touched\n`);
        continue;
      }
      await clearHold(hold, options);
      const what =
        hold.kind === 'keeper'
          ? `${hold.kept.target}: cleared, verified; it was ${hold.kept.impaired}`
          : `run ${hold.run}: cleared what it had left, verified`;
      io.out(`${cleanLine(what)}\n`);
    } catch (error) {
      codes.push(presentError(error, io));
    }
  }
  if (holders.length === 0) io.out('nothing to clear\n');
  return worstExitCode(codes);
}

function oneOfBoth(): SquallError {
  return new SquallError('targets-or-all', 'name the targets, or write `--all`', {
    hint: '`scenario status` lists them',
    exitCode: EXIT_CODES.usage,
  });
}

function stillThere(at: InterfaceRef): SquallError {
  const words = line`qdisc del dev ${at.device} root handle ${ROOT_HANDLE}`;
  return new SquallError(
    'undo-failed',
    `${interfaceLabel(at)} has impairments of a run that is not known here`,
    {
      hint: `run \`scenario cleanup\` with its folder; without that, \`${typedCommand('tc', at.netns, words)}\` removes them`,
      exitCode: EXIT_CODES.undoFailed,
    },
  );
}
