import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { interfaceLabel } from '../../core/network-interface.ts';
import { surveyInterface, type SurveyedInterface } from '../../drivers/tc/survey.ts';
import { line } from '../../exec/network/batch.ts';
import { interfaceInUse } from '../../exec/network/errors.ts';
import { ROOT_HANDLE } from '../../exec/network/handles.ts';
import type { InterfaceRef } from '../../exec/network/namespace.ts';
import { checkRights } from '../../exec/network/rights.ts';
import { typedCommand } from '../../exec/network/typed-command.ts';
import { clearHold, type ClearOptions } from './clear-hold.ts';
import { findHold, findKeepers, type KeptHold } from './find-hold.ts';
import { containerName, findTarget, interfacesOf, type Target, type TargetFinder } from './target.ts';

/** What became of one way of a target. */
export type Clearing =
  | { readonly kind: 'kept'; readonly impaired: string }
  | { readonly kind: 'left'; readonly run: string }
  /** Somebody else's, which stays. */
  | { readonly kind: 'foreign'; readonly qdisc: string };

export interface ClearedTarget {
  readonly name: string;
  /** Each once; empty where nothing was. */
  readonly found: readonly Clearing[];
}

export type ClearTargetOptions = ClearOptions & TargetFinder;

/**
 * Ends what was impaired by hand or left behind on a target, verified by reading the kernel. A container that is away is cleared of what
 * would be in force again when it is back.
 * @throws SquallError `interface-in-use`, `not-permitted`, exit code 3; `undo-failed`, exit code 5; as `findTarget` and `clearHold`.
 */
export async function clearTarget(name: string, options: ClearTargetOptions): Promise<ClearedTarget> {
  let target: Target;
  try {
    target = await findTarget(name, options);
  } catch (error) {
    const absent = await clearAbsent(containerName(name), options);
    if (absent === undefined) throw error;
    return absent;
  }
  const found: Clearing[] = [];
  for (const at of interfacesOf(target)) found.push(...(await clearInterface(at, options)));
  // It may not be where its keeper is yet.
  const elsewhere = await clearAbsent(target.name, options);
  return { name: target.name, found: distinct([...found, ...(elsewhere?.found ?? [])]) };
}

async function clearAbsent(name: string, options: ClearTargetOptions): Promise<ClearedTarget | undefined> {
  const keepers = (await findKeepers(options)).filter(({ kept }) => kept.target === name);
  for (const keeper of keepers) await clearHold(keeper, options);
  return keepers.length === 0 ? undefined : { name, found: keepers.map(clearingOf) };
}

async function clearInterface(at: InterfaceRef, options: ClearTargetOptions): Promise<Clearing[]> {
  const found: Clearing[] = [];
  const hold = await findHold(at, options);
  if (hold.kind === 'run') throw interfaceInUse(at, hold.run, hold.pid);
  if (hold.kind !== 'nobody') {
    await checkRights(at);
    await clearHold(hold, options);
    found.push(hold.kind === 'keeper' ? clearingOf(hold) : { kind: 'left', run: hold.run });
  }
  const now = await surveyInterface(options.run, at);
  if (now.up.kind === 'ours' || now.down.kind === 'ours') throw stillThere(at);
  return [...found, ...foreignOf(now)];
}

function clearingOf({ kept }: KeptHold): Clearing {
  return { kind: 'kept', impaired: kept.impaired };
}

function foreignOf({ up, down }: SurveyedInterface): Clearing[] {
  return [up, down].flatMap((way) => (way.kind === 'foreign' ? [{ kind: 'foreign', qdisc: way.qdisc }] : []));
}

function distinct(found: readonly Clearing[]): Clearing[] {
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
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
