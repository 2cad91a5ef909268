import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { interfaceLabel } from '../../core/network-interface.ts';
import { claimPath, readClaim, takeClaim } from '../../exec/network/claim.ts';
import { line, type BatchLine } from '../../exec/network/batch.ts';
import { explainRefusal, interfaceInUse } from '../../exec/network/errors.ts';
import { enterNamespace, type InterfaceRef } from '../../exec/network/namespace.ts';
import { foreignOf, ingressOf, isOurs, rootOf, type Qdisc } from '../../exec/network/qdiscs.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';
import { takeSnapshot, type Snapshot } from '../../exec/network/snapshot.ts';
import { runBatch, showQdiscs } from '../../exec/network/tc.ts';
import { typedCommand } from '../../exec/network/typed-command.ts';
import type { Effects } from './effects.ts';
import type { Classifier } from './filters.ts';
import { deviceLines, redirectLines } from './ingress.ts';
import type { PlacedTree } from './layout.ts';
import { treeLines } from './tree.ts';
import { tryRestore } from './trial.ts';

export interface InstallContext {
  readonly run: RunTool;
  /** The run's id. */
  readonly runId: string;
  /** The run's folder. */
  readonly folder: string;
  /** Where claims are. */
  readonly claims: string;
  readonly classifier: Classifier;
  readonly signal: AbortSignal;
  /** Is told each command that was carried out. */
  readonly onCommand: (command: string) => void;
}

/** A tree that may be installed, and what it will replace. */
export interface CheckedTree {
  readonly tree: PlacedTree;
  readonly restore?: Snapshot;
}

/**
 * Looks at what is there already. Nothing is touched.
 * @throws SquallError `interface-in-use` or `foreign-qdisc`, exit code 3.
 */
export async function checkTree(tree: PlacedTree, context: InstallContext): Promise<CheckedTree> {
  const { target, hook, onForeign } = tree;
  const qdiscs = await showQdiscs(context.run, target);
  if (isOurs(rootOf(qdiscs))) {
    throw interfaceInUse(target, (await readClaim(claimPath(context.claims, target)))?.run);
  }
  if (hook === 'ingress') {
    const ingress = ingressOf(qdiscs);
    if (ingress === undefined) return { tree };
    throw foreign(
      target,
      ingress,
      "give the edge a `down` interface: the peer whose way out is this one's way in",
    );
  }
  const [root] = foreignOf(qdiscs);
  if (root === undefined) return { tree };
  if (onForeign === 'refuse') {
    const remove = typedCommand('tc', target.netns, line`qdisc del dev ${target.device} root`);
    throw foreign(
      target,
      root,
      `remove it with \`${remove}\`, or write \`replace: true\` into the \`on\` of the edge (by hand, \`--replace\`)`,
    );
  }
  const restore = await snapshotOf(target, qdiscs, context);
  if (restore === undefined) {
    throw foreign(
      target,
      root,
      'tc could not make exactly the same again, so it is not replaced: remove it yourself',
    );
  }
  return { tree, restore };
}

async function snapshotOf(
  target: InterfaceRef,
  qdiscs: readonly Qdisc[],
  { run, signal }: InstallContext,
): Promise<Snapshot | undefined> {
  if (foreignOf(qdiscs).length !== 1) return undefined;
  const enter = (await enterNamespace(target)) ?? [];
  const words = ['tc', 'qdisc', 'show', 'dev', target.device];
  const { exitCode, stdout, stderr } = await run([...enter, ...words], { signal });
  if (exitCode !== 0) throw explainRefusal(stderr, { at: target, doing: 'read', words });
  const snapshot = takeSnapshot(qdiscs, stdout);
  return snapshot && (await tryRestore(run, snapshot, signal));
}

/** Takes the interface for this run. */
export async function claimInterface(
  target: InterfaceRef,
  effects: Effects,
  context: InstallContext,
): Promise<void> {
  const claim = { path: claimPath(context.claims, target), run: context.runId };
  await effects.perform({ kind: 'release-claim', claim }, async () => {
    const holder = await takeClaim(claim, context.folder);
    if (holder !== undefined) throw interfaceInUse(target, holder.run);
  });
}

/** Installs one tree, clear. */
export async function installTree(
  { tree, restore }: CheckedTree,
  effects: Effects,
  context: InstallContext,
): Promise<void> {
  const { signal, classifier } = context;
  const { target, at, hook } = tree;
  signal.throwIfAborted();
  if (hook === 'egress') {
    const claim = { path: claimPath(context.claims, target), run: context.runId };
    const slots = tree.slots.length;
    const lines = treeLines(tree, classifier, restore === undefined ? 'add' : 'replace');
    await effects.perform(
      { kind: 'remove-qdisc', at, claim, slots, ...(restore && { restore }) },
      async () => {
        await runLines('tc', at, lines, context);
      },
    );
    return;
  }
  await effects.perform({ kind: 'remove-link', at }, async () => {
    await runLines('ip', at, deviceLines(at.device), context);
    await runLines('tc', at, treeLines(tree, classifier, 'add'), context);
  });
  await effects.perform({ kind: 'remove-ingress', at: target, to: at.device }, async () => {
    await runLines('tc', target, redirectLines(target.device, at.device), context);
  });
}

async function runLines(
  program: 'tc' | 'ip',
  at: InterfaceRef,
  lines: readonly BatchLine[],
  { run, onCommand }: InstallContext,
): Promise<void> {
  await runBatch(run, at, lines, { doing: 'install the impairments on', program });
  for (const words of lines) onCommand(typedCommand(program, at.netns, words));
}

function foreign(target: InterfaceRef, { kind, handle }: Qdisc, hint: string): SquallError {
  return new SquallError(
    'foreign-qdisc',
    `${interfaceLabel(target)} has the qdisc \`${kind} ${handle}\`, which is not ours`,
    { hint, exitCode: EXIT_CODES.environment },
  );
}
