import { systemClock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { checkSettings } from '../../engine/by-hand/check-settings.ts';
import { commonKeeper } from '../../engine/by-hand/common-keeper.ts';
import { changeKept, findHold, findKeepers, type Hold } from '../../engine/by-hand/find-hold.ts';
import { BY_HAND } from '../../engine/by-hand/held-links.ts';
import { DEFAULT_LEASE, leaseOver } from '../../engine/by-hand/lease.ts';
import type { ChangeAnswer, Kept } from '../../engine/by-hand/messages.ts';
import { startKeeper } from '../../engine/by-hand/start-keeper.ts';
import { findTarget, interfacesOf, type Target } from '../../engine/by-hand/target.ts';
import { createRunFolder } from '../../engine/run-folder.ts';
import { interfaceInUse } from '../../exec/network/errors.ts';
import { checkRights } from '../../exec/network/rights.ts';
import { CLEAR, isClear } from '../../impairment/model.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { targetFinder } from '../by-hand/target-finder.ts';
import { formatTimeLeft } from '../by-hand/time-left.ts';
import { readWanted, tooLate, usageError, type Wanted } from '../by-hand/usage-problems.ts';
import type { Io } from '../io.ts';
import { presentError } from '../present-error.ts';
import { sshConnectionOf } from '../ssh-connection.ts';

export interface ImpairOptions {
  readonly for?: string;
  readonly allow?: boolean;
  readonly replace?: boolean;
  readonly out?: string;
}

/** Impairs a target for a while, or changes what somebody has impaired by hand; returns once that is read back from the kernel. */
export async function impairCommand(
  [name = '', ...words]: readonly string[],
  options: ImpairOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  const wanted = readWanted(words, options.for);
  if (wanted.mistakes.length > 0) return refuse(wanted.mistakes, io);
  const target = await findTarget(name, targetFinder(io, signal));
  for (const { up } of target.ways) await checkRights(up);
  const folder = await keeperFolder(target, signal);
  const late = folder === undefined ? undefined : tooLate(target.name, { ...options });
  if (late !== undefined) return refuse([late], io);
  const answer =
    folder === undefined
      ? await begin(target, wanted, options, { io, signal })
      : await change(folder, target, wanted, signal);
  if (answer.kind === 'refused') return refuse(answer.problems.map(usageError), io);
  io.out(keptText(answer.kept));
  return EXIT_CODES.pass;
}

function refuse(mistakes: readonly SquallError[], io: Io): ExitCode {
  for (const mistake of mistakes) presentError(mistake, io);
  return EXIT_CODES.usage;
}

/**
 * The folder of the keeper that has the target.
 * @throws SquallError `interface-in-use` when a run has it, or as `commonKeeper`.
 */
async function keeperFolder(target: Target, signal: AbortSignal): Promise<string | undefined> {
  const holds: Hold[] = [];
  for (const at of interfacesOf(target)) {
    const hold = await findHold(at, { clock: systemClock, signal });
    if (hold.kind === 'run') throw interfaceInUse(at, hold.run, hold.pid);
    holds.push(hold);
  }
  const folder = commonKeeper(target.name, holds);
  if (folder !== undefined || target.container === undefined) return folder;
  // It may have restarted just now, so that its keeper is not where it is yet.
  const keepers = await findKeepers({ clock: systemClock, signal });
  return keepers.find(({ kept }) => kept.target === target.name)?.folder;
}

async function change(
  folder: string,
  { name }: Target,
  { document, lease }: Wanted,
  signal: AbortSignal,
): Promise<ChangeAnswer> {
  const asked = { document, ...(lease !== undefined && { lease }) };
  const answer = await changeKept(folder, asked, { clock: systemClock, signal });
  if (answer !== undefined) return answer;
  throw leaseOver(name);
}

interface Surroundings {
  readonly io: Io;
  readonly signal: AbortSignal;
}

async function begin(
  { name, ways, container }: Target,
  { document, lease = DEFAULT_LEASE }: Wanted,
  { allow = false, replace = false, out = 'runs' }: ImpairOptions,
  { io, signal }: Surroundings,
): Promise<ChangeAnswer> {
  const { impairment, problems } = checkSettings(CLEAR, document);
  if (problems.length > 0) return { kind: 'refused', problems };
  if (isClear(impairment)) throw notImpaired(name);
  const sshConnection = sshConnectionOf(io);
  const dockerHost = io.env['DOCKER_HOST'];
  const folder = createRunFolder(out, { scenario: BY_HAND, started: systemClock.wall() });
  const order = {
    target: name,
    ways,
    impairment,
    lease,
    allow,
    onForeign: replace ? 'replace' : 'refuse',
    ...(sshConnection !== undefined && { sshConnection }),
    ...(container !== undefined && { container }),
    ...(dockerHost !== undefined && { dockerHost }),
  } as const;
  return { kind: 'changed', kept: await startKeeper(order, folder, signal) };
}

function notImpaired(name: string): SquallError {
  return new SquallError(
    'not-impaired',
    `\`${name}\` is not impaired by hand, so there is nothing to renew or to take away`,
    {
      hint: 'say what the network is to do: a profile, or for example `delay=100ms loss=2%`',
      exitCode: EXIT_CODES.usage,
    },
  );
}

function keptText({ target, impaired, left, run, absent }: Kept): string {
  const name = cleanLine(target);
  const where = absent === undefined ? 'read back from the kernel' : `not in force now: ${cleanLine(absent)}`;
  return [
    `${name}: ${impaired}, ${where}\n`,
    `ends by itself in ${formatTimeLeft(left)}; \`scenario clear ${name}\` ends it now, \`--for\` renews it (run ${run})\n`,
  ].join('');
}
