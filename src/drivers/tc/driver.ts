import { join } from 'node:path';

import type { Clock, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { CLAIMS_FOLDER } from '../../exec/network/claim.ts';
import { notLinux } from '../../exec/network/errors.ts';
import { fewAtOnce } from '../../exec/network/few-at-once.ts';
import { gatherBatches } from '../../exec/network/gather-batches.ts';
import { HeldNamespaces } from '../../exec/network/held-namespaces.ts';
import { checkRights } from '../../exec/network/rights.ts';
import { createToolRunner, type RunTool } from '../../exec/network/run-tool.ts';
import { undoNetwork } from '../../exec/network/undo-network.ts';
import type { Driver, LinkSpec } from '../driver.ts';
import { capabilitiesOfTc } from './capabilities.ts';
import { ChangeQueue } from './change-queue.ts';
import { writeDistributions } from './distributions.ts';
import { Effects, type EffectLog } from './effects.ts';
import type { Classifier } from './filters.ts';
import { checkGuards } from './guards.ts';
import { checkTree, claimInterface, installTree, type CheckedTree, type InstallContext } from './install.ts';
import { findSlot, layOut, type PlacedLink, type PlacedTree } from './layout.ts';
import { TcLink, type LinkProbe, type TcLinkContext } from './link.ts';
import { tryKernel } from './trial.ts';

export interface TcDriverOptions {
  /** The run's id: names who has an interface. */
  readonly run: string;
  /** The journal. */
  readonly effects: EffectLog;
  readonly clock: Clock;
  /** The run's folder, or another that outlives the driver: tc reads its tables from there. */
  readonly folder: string;
  /** SSH_CONNECTION of the environment. */
  readonly sshConnection?: string;
  /** Absent: every probe fails, and says that there is none. */
  readonly probe?: LinkProbe;
  /** Is told each command that has installed or changed a link, as a person would type it on the host. */
  readonly onCommand?: (command: string) => void;
  /** How long an undo may wait for what is still delayed; 10 s unless stated. */
  readonly drainWithin?: Milliseconds;
  /** Where `tc`, `ip`, `nsenter` and `unshare` are; the system's folders unless stated. */
  readonly path?: string;
}

const DRAIN_WITHIN: Milliseconds = 10_000;

/** Enough for the processors of most machines; each is done in milliseconds. */
const MOST_TOOLS = 8;

/** Carries impairments out by the kernel's netem, on interfaces of this machine and of its network namespaces. */
export function createTcDriver(options: TcDriverOptions): Driver {
  const installer = new Installer(options);
  return {
    name: 'tc',
    capabilities: capabilitiesOfTc,
    install: async (links, signal) => await installer.install(links, signal),
    revert: async () => await installer.revert(),
  };
}

class Installer {
  readonly #options: TcDriverOptions;
  readonly #run: RunTool;
  readonly #changes: ChangeQueue;
  readonly #namespaces = new HeldNamespaces();
  /** One for each interface: they are independent, and undone side by side. */
  readonly #interfaces: Effects[] = [];
  #effectCount = 0;

  constructor(options: TcDriverOptions) {
    const { clock, path, folder, run, onCommand = ignore } = options;
    this.#options = options;
    const tools = createToolRunner({ clock, run, ...(path !== undefined && { path }) });
    this.#run = gatherBatches(fewAtOnce(tools, MOST_TOOLS));
    this.#changes = new ChangeQueue({ run: this.#run, tables: tablesIn(folder), onCommand });
  }

  async install(links: readonly LinkSpec[], signal: AbortSignal): Promise<readonly TcLink[]> {
    if (process.platform !== 'linux') throw notLinux();
    signal.throwIfAborted();
    const placed = await Promise.all(links.map(async (link) => await placeLink(link, this.#namespaces)));
    const trees = layOut(placed, this.#options.run);
    const context = await this.#check(trees, links, signal);
    const checked = await Promise.all(trees.map(async (tree) => await checkTree(tree, context)));
    await writeDistributions(tablesIn(this.#options.folder));
    try {
      await this.#installAll(checked, context);
    } catch (error) {
      await this.revert();
      throw error;
    }
    return links.map(({ edge }) => this.#link(edge, trees, context.classifier));
  }

  /** Tries each interface's, whatever becomes of the others'. */
  async revert(): Promise<void> {
    const outcomes = await Promise.all(this.#interfaces.map(async (effects) => await effects.revert()));
    const failures = outcomes.filter((failure) => failure !== undefined);
    if (failures.length === 0) {
      await this.#namespaces.release();
      return;
    }
    const reasons = failures.map(({ what, reason }) => `${what}: ${reason}`).join('; ');
    throw new SquallError('undo-failed', `not undone: ${reasons}`, {
      hint: 'run `scenario cleanup`',
      exitCode: EXIT_CODES.undoFailed,
    });
  }

  /** Everything that can be known before anything is touched. */
  async #check(
    trees: readonly PlacedTree[],
    links: readonly LinkSpec[],
    signal: AbortSignal,
  ): Promise<InstallContext> {
    const { run, folder, sshConnection, onCommand = ignore } = this.#options;
    const targets = trees.map(({ target, slots }) => ({
      at: target,
      allow: slots.every((slot) => links.find(({ edge }) => edge === slot.edge)?.place?.allow === true),
    }));
    for (const { at } of targets) await checkRights(at);
    await checkGuards(targets, { run: this.#run, ...(sshConnection !== undefined && { sshConnection }) });
    const withIngress = trees.some(({ hook }) => hook === 'ingress');
    const classifier = await tryKernel(this.#run, withIngress, signal);
    return { run: this.#run, runId: run, folder, claims: CLAIMS_FOLDER, classifier, signal, onCommand };
  }

  async #installAll(checked: readonly CheckedTree[], context: InstallContext): Promise<void> {
    const byInterface = new Map<string, CheckedTree[]>();
    for (const one of checked) {
      const { inode, device } = one.tree.target;
      const key = `${inode} ${device}`;
      byInterface.set(key, [...(byInterface.get(key) ?? []), one]);
    }
    const outcomes = await Promise.allSettled(
      [...byInterface.values()].map(async (trees) => await this.#installInterface(trees, context)),
    );
    // All have ended before any is undone.
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  async #installInterface(trees: readonly CheckedTree[], context: InstallContext): Promise<void> {
    const { effects: log, clock, drainWithin = DRAIN_WITHIN } = this.#options;
    const undo = { run: this.#run, clock, drainWithin };
    const effects = new Effects(
      log,
      async (inverse, done) => await undoNetwork(inverse, { ...undo, done }),
      () => `network ${(this.#effectCount += 1)}`,
    );
    this.#interfaces.push(effects);
    const target = trees[0]?.tree.target;
    if (target !== undefined) await claimInterface(target, effects, context);
    for (const tree of trees) await installTree(tree, effects, context);
  }

  #link(edge: string, trees: readonly PlacedTree[], classifier: Classifier): TcLink {
    const { clock, probe = noProbe } = this.#options;
    const context: TcLinkContext = { run: this.#run, clock, classifier, changes: this.#changes, probe };
    const slots = { up: findSlot(trees, edge, 'up'), down: findSlot(trees, edge, 'down') };
    return new TcLink(edge, slots, context);
  }
}

async function placeLink(spec: LinkSpec, namespaces: HeldNamespaces): Promise<PlacedLink> {
  const { place } = spec;
  if (place === undefined) throw new Error(`edge ${spec.edge} has no place in the kernel`);
  const up = await namespaces.locate(place.up);
  return { spec, place, up, ...(place.down !== undefined && { down: await namespaces.locate(place.down) }) };
}

function tablesIn(folder: string): string {
  return join(folder, 'tc');
}

function ignore(): void {}

function noProbe(edge: string): Promise<never> {
  throw new SquallError(
    'no-probe',
    `edge \`${edge}\` cannot be probed here: nothing sends packets through it`,
    {
      hint: 'what is in force can still be read back',
      exitCode: EXIT_CODES.environment,
    },
  );
}
