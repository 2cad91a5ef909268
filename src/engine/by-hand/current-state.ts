import { readdir } from 'node:fs/promises';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import { reasonOf, SquallError } from '../../core/errors.ts';
import { namespaceLabel, type NetworkNamespace } from '../../core/network-interface.ts';
import { surveyNamespace, type SurveyedInterface, type Way } from '../../drivers/tc/survey.ts';
import { CLAIMS_FOLDER, claimPath, readClaim } from '../../exec/network/claim.ts';
import { locate, type InterfaceRef } from '../../exec/network/namespace.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';
import { findHold, type HoldOptions } from './find-hold.ts';
import { formatInterface, type Target } from './target.ts';

/** Whose an impairment is. */
export type Owner =
  | { readonly kind: 'by-hand'; readonly run: string; readonly left: Milliseconds; readonly folder: string }
  | { readonly kind: 'run'; readonly run: string }
  /** Its run was killed; `scenario clear` and `scenario cleanup` undo it. */
  | { readonly kind: 'left-behind'; readonly run?: string };

/** What one target is now. */
export interface TargetState {
  /** As `scenario impair` takes it. */
  readonly target: string;
  readonly netns: NetworkNamespace;
  readonly device: string;
  readonly up: Way;
  readonly down: Way;
  /** Absent where nothing of ours is. */
  readonly owner?: Owner;
}

export interface CurrentState {
  readonly targets: readonly TargetState[];
  /** What could not be read. */
  readonly notes: readonly string[];
}

export interface CurrentStateOptions extends HoldOptions {
  readonly clock: Clock;
  readonly run: RunTool;
}

const NAMED = '/run/netns';

/** @throws SquallError where it cannot be read. */
export async function stateOf(target: Target, options: CurrentStateOptions): Promise<CurrentState> {
  const states: TargetState[] = [];
  for (const at of target.interfaces) {
    const found = (await surveyNamespace(options.run, at)).find((each) => each.at.device === at.device);
    const nothing = { kind: 'nothing' } as const;
    states.push(await withOwner(found ?? { at, up: nothing, down: nothing }, options));
  }
  return { targets: states, notes: [] };
}

/** Every interface of this machine and of its named namespaces; what cannot be read is a note. */
export async function stateOfAll(options: CurrentStateOptions): Promise<CurrentState> {
  const targets: TargetState[] = [];
  const notes: string[] = [];
  const seen = new Set<number>();
  for (const netns of await listNamespaces()) {
    try {
      const at = await locate({ netns, device: '' });
      if (seen.has(at.inode)) continue;
      seen.add(at.inode);
      for (const found of await surveyNamespace(options.run, at))
        targets.push(await withOwner(found, options));
    } catch (error) {
      // Without the tools nothing at all can be read.
      if (!(error instanceof SquallError) || netns === 'host') throw error;
      notes.push(`${namespaceLabel(netns)} was not read: ${whyNot(error)}`);
    }
  }
  return { targets, notes };
}

async function listNamespaces(): Promise<NetworkNamespace[]> {
  const names = await readdir(NAMED).catch(() => []);
  return ['host', ...names.toSorted((a, b) => a.localeCompare(b)).map((name) => ({ name }))];
}

function whyNot(error: SquallError): string {
  return error.code === 'not-permitted' ? 'only root may enter it' : reasonOf(error);
}

async function withOwner(
  { at, up, down }: SurveyedInterface,
  options: CurrentStateOptions,
): Promise<TargetState> {
  const { netns, device } = at;
  const state = { target: formatInterface(at), netns, device, up, down };
  if (up.kind !== 'ours' && down.kind !== 'ours') return state;
  return { ...state, owner: await ownerOf(at, options) };
}

async function ownerOf(at: InterfaceRef, options: CurrentStateOptions): Promise<Owner> {
  try {
    const hold = await findHold(at, options);
    switch (hold.kind) {
      case 'nobody':
        return { kind: 'left-behind' };
      case 'dead':
        return { kind: 'left-behind', run: hold.run };
      case 'run':
        return { kind: 'run', run: hold.run };
      case 'keeper':
        return { kind: 'by-hand', run: hold.kept.run, left: hold.kept.left, folder: hold.folder };
    }
  } catch (error) {
    if (!(error instanceof SquallError)) throw error;
    // Another user's: its name can be read, and nothing more.
    const run = (await readClaim(claimPath(CLAIMS_FOLDER, at)))?.run;
    return run === undefined ? { kind: 'left-behind' } : { kind: 'run', run };
  }
}
