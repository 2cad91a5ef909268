import type { Clock, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import {
  CLAIMS_FOLDER,
  claimPath,
  listClaims,
  readClaim,
  type ClaimHolder,
} from '../../exec/network/claim.ts';
import type { InterfaceRef } from '../../exec/network/namespace.ts';
import { isRunning } from '../../exec/process-identity.ts';
import { askControl } from '../control/ask-control.ts';
import {
  KEEPER_ROUTES,
  parseAnswer,
  parseKept,
  type ChangeAnswer,
  type Kept,
  type KeptChange,
} from './messages.ts';

/** Who has an interface. */
export type Hold =
  | { readonly kind: 'nobody' }
  /** Somebody has impaired it by hand. */
  | { readonly kind: 'keeper'; readonly folder: string; readonly kept: Kept }
  | { readonly kind: 'run'; readonly run: string; readonly pid: number }
  /** A run that is gone, whether or not it was undone. */
  | { readonly kind: 'dead'; readonly run: string; readonly folder?: string };

export type KeptHold = Extract<Hold, { readonly kind: 'keeper' }>;

export interface HoldOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The undo waits for what is delayed, and a slow machine for its tools. */
const DONE_WITHIN: Milliseconds = 60_000;
/** What is in force is known without a look at the kernel. */
const KNOWN_WITHIN: Milliseconds = 5000;

/** @throws SquallError as `askControl`. */
export async function findHold(at: InterfaceRef, options: HoldOptions): Promise<Hold> {
  const holder = await readClaim(claimPath(CLAIMS_FOLDER, at));
  return holder === undefined ? { kind: 'nobody' } : await holdOf(holder, options);
}

/** Whoever holds anything on this machine, each run once; nobody is asked anything. */
export async function findHolders(): Promise<readonly ClaimHolder[]> {
  const holders = new Map((await listClaims(CLAIMS_FOLDER)).map((holder) => [holder.run, holder]));
  return [...holders.values()];
}

/** Who has impaired a target by hand, also while that is not there; keepers of other users are not known. */
export async function findKeepers(options: HoldOptions): Promise<readonly KeptHold[]> {
  const keepers: KeptHold[] = [];
  for (const holder of await findHolders()) {
    const hold = await holdOf(holder, options).catch((error: unknown) => {
      if (error instanceof SquallError) return undefined;
      throw error;
    });
    if (hold?.kind === 'keeper') keepers.push(hold);
  }
  return keepers;
}

/** @throws SquallError as `askControl`. */
export async function holdOf(
  { run, folder, ...process }: ClaimHolder,
  options: HoldOptions,
): Promise<Exclude<Hold, { kind: 'nobody' }>> {
  if (!isRunning(process)) return { kind: 'dead', run, ...(folder !== undefined && { folder }) };
  const kept = folder === undefined ? undefined : await askKeeper(folder, options);
  if (folder === undefined || kept === undefined) return { kind: 'run', run, pid: process.pid };
  return { kind: 'keeper', folder, kept };
}

/** What a keeper has in force; undefined when there is none. */
export async function askKeeper(folder: string, options: HoldOptions): Promise<Kept | undefined> {
  const { state } = KEEPER_ROUTES;
  return parseKept(await askControl(folder, state, undefined, { ...options, within: KNOWN_WITHIN }));
}

/** Undefined when the keeper has just ended. */
export async function changeKept(
  folder: string,
  change: KeptChange,
  options: HoldOptions,
): Promise<ChangeAnswer | undefined> {
  return parseAnswer(await ask(folder, KEEPER_ROUTES.change, change, options));
}

/** Resolves once everything is undone, verified. */
export async function clearKept(folder: string, options: HoldOptions): Promise<void> {
  await ask(folder, KEEPER_ROUTES.clear, undefined, options);
}

async function ask(folder: string, route: string, body: unknown, options: HoldOptions): Promise<unknown> {
  return await askControl(folder, route, body, { ...options, within: DONE_WITHIN });
}
