import { readdir } from 'node:fs/promises';
import type { Milliseconds } from '../../core/clock.ts';
import { reasonOf, SquallError } from '../../core/errors.ts';
import { namespaceLabel, type NetworkNamespace } from '../../core/network-interface.ts';
import { notLinux } from '../../exec/network/errors.ts';
import {
  surveyInterface,
  surveyNamespace,
  type SurveyedInterface,
  type Way,
} from '../../drivers/tc/survey.ts';
import { CLAIMS_FOLDER, claimPath, readClaim } from '../../exec/network/claim.ts';
import { locate, NAMESPACE_NAMES, type InterfaceRef } from '../../exec/network/namespace.ts';
import { findHold, findKeepers, type HoldOptions, type KeptHold } from './find-hold.ts';
import {
  containerTarget,
  formatInterface,
  type Target,
  type TargetFinder,
  type TargetWay,
} from './target.ts';

/** Whose an impairment is. */
export type Owner =
  | {
      readonly kind: 'by-hand';
      readonly run: string;
      readonly left: Milliseconds;
      readonly folder: string;
      /** As in `Kept`. */
      readonly again: number;
    }
  | { readonly kind: 'run'; readonly run: string }
  /** Its run was killed; `scenario clear` and `scenario cleanup` undo it. */
  | { readonly kind: 'left-behind'; readonly run?: string };

/** What one interface of a target is now. */
export interface TargetState {
  /** As `scenario impair` takes it. */
  readonly target: string;
  readonly netns: NetworkNamespace;
  readonly device: string;
  /** What leaves the target. */
  readonly up: Way;
  /** What comes in. */
  readonly down: Way;
  /** Absent where nothing of ours is. */
  readonly owner?: Owner;
}

export interface CurrentState {
  readonly targets: readonly TargetState[];
  /** What could not be read, and what the kernel does not show. */
  readonly notes: readonly string[];
}

export type CurrentStateOptions = HoldOptions & TargetFinder;

/** @throws SquallError where it cannot be read. */
export async function stateOf(target: Target, options: CurrentStateOptions): Promise<CurrentState> {
  return { targets: await statesOf(target, options), notes: await notesOfKeepers(options, target.name) };
}

async function statesOf({ name, ways }: Target, options: CurrentStateOptions): Promise<TargetState[]> {
  return await Promise.all(ways.map(async (way) => await stateOfWay(name, way, options)));
}

/** Every interface of this machine and of its named namespaces, and every container; what cannot be read is a note. */
export async function stateOfAll(options: CurrentStateOptions): Promise<CurrentState> {
  if (process.platform !== 'linux') throw notLinux();
  const notes: string[] = [];
  const containers = await findContainers(options, notes);
  // What comes in at a container is shaped where it leaves the host, and shown there once.
  const hostSides = new Set(containers.flatMap(({ ways }) => ways.map(({ down }) => down?.device)));
  const targets: TargetState[] = [];
  const seen = new Set<number>();
  for (const netns of await listNamespaces()) {
    try {
      const at = await locate({ netns, device: '' });
      if (seen.has(at.inode)) continue;
      seen.add(at.inode);
      for (const found of await surveyNamespace(options.run, at)) {
        if (netns !== 'host' || !hostSides.has(found.at.device)) {
          targets.push(await withOwner(formatInterface(found.at), found, options));
        }
      }
    } catch (error) {
      // Without the tools nothing at all can be read.
      if (!(error instanceof SquallError) || netns === 'host') throw error;
      notes.push(`${namespaceLabel(netns)} was not read: ${whyNot(error)}`);
    }
  }
  for (const container of containers) {
    try {
      targets.push(...(await statesOf(container, options)));
    } catch (error) {
      // It can end at any time.
      if (!(error instanceof SquallError)) throw error;
      notes.push(`\`${container.name}\` was not read: ${whyNot(error)}`);
    }
  }
  return { targets, notes: [...notes, ...(await notesOfKeepers(options))] };
}

async function listNamespaces(): Promise<NetworkNamespace[]> {
  const names = await readdir(NAMESPACE_NAMES).catch(() => []);
  return ['host', ...names.toSorted((a, b) => a.localeCompare(b)).map((name) => ({ name }))];
}

/** Those with a network of their own. A machine without an engine has none. */
async function findContainers(
  { run, engine, signal }: CurrentStateOptions,
  notes: string[],
): Promise<Target[]> {
  const targets: Target[] = [];
  try {
    for (const { id, name, network } of await engine.list(signal)) {
      if (network.kind === 'host' || network.kind === 'none') continue;
      try {
        targets.push(await containerTarget(await engine.find({ kind: 'id', id }, signal), run));
      } catch (error) {
        if (!(error instanceof SquallError)) throw error;
        notes.push(`container \`${name}\` was not read: ${whyNot(error)}`);
      }
    }
  } catch (error) {
    if (!(error instanceof SquallError)) throw error;
    if (error.code !== 'docker-unreachable') notes.push(`containers were not read: ${reasonOf(error)}`);
  }
  return targets.toSorted((a, b) => a.name.localeCompare(b.name));
}

function whyNot(error: SquallError): string {
  return error.code === 'not-permitted' ? 'only root may enter it' : reasonOf(error);
}

async function stateOfWay(
  name: string,
  { up, down }: TargetWay,
  options: CurrentStateOptions,
): Promise<TargetState> {
  const near = await surveyInterface(options.run, up);
  const far = down && (await surveyInterface(options.run, down)).up;
  const isFar = far !== undefined && far.kind !== 'nothing';
  return await withOwner(name, isFar ? { ...near, down: far } : near, options);
}

async function withOwner(
  target: string,
  { at, up, down }: SurveyedInterface,
  options: HoldOptions,
): Promise<TargetState> {
  const { netns, device } = at;
  const state = { target, netns, device, up, down };
  if (up.kind !== 'ours' && down.kind !== 'ours') return state;
  return { ...state, owner: await ownerOf(at, options) };
}

function ownerOfKept({ folder, kept: { run, left, again } }: KeptHold): Owner {
  return { kind: 'by-hand', run, left, folder, again };
}

/** What the kernel does not show of the containers that somebody has impaired by hand. */
async function notesOfKeepers(options: HoldOptions, target?: string): Promise<string[]> {
  const keepers = await findKeepers(options);
  return keepers
    .filter(({ kept }) => target === undefined || kept.target === target)
    .flatMap(({ kept }) => {
      const { again, absent } = kept;
      const restarted = `${kept.target} came back somewhere else and was impaired again, ${again === 1 ? 'once' : `${again} times`} (run ${kept.run})`;
      const lost = `${kept.target} is to have ${kept.impaired} and nothing is in force now: ${absent} (run ${kept.run})`;
      return [...(again > 0 ? [restarted] : []), ...(absent === undefined ? [] : [lost])];
    });
}

async function ownerOf(at: InterfaceRef, options: HoldOptions): Promise<Owner> {
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
        return ownerOfKept(hold);
    }
  } catch (error) {
    if (!(error instanceof SquallError)) throw error;
    // Another user's: its name can be read, and nothing more.
    const run = (await readClaim(claimPath(CLAIMS_FOLDER, at)))?.run;
    return run === undefined ? { kind: 'left-behind' } : { kind: 'run', run };
  }
}
