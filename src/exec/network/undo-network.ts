import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { interfaceLabel } from '../../core/network-interface.ts';
import { line } from './batch.ts';
import { isOthers, releaseClaim } from './claim.ts';
import { clearLines, drain, type DrainOptions } from './drain.ts';
import { ROOT_HANDLE } from './handles.ts';
import type { NetworkInverse, RemoveLink, RemoveQdisc } from './inverse.ts';
import { isSameNamespace, type InterfaceRef } from './namespace.ts';
import { foreignOf, isOurs, rootOf, type Qdisc } from './qdiscs.ts';
import { isRestored, restoreLine, type Snapshot } from './snapshot.ts';
import { findQdiscs, runBatch, runBatchAndFind } from './tc.ts';
import { typedCommand } from './typed-command.ts';
import { removeIngress } from './undo-ingress.ts';

export interface UndoNetworkOptions extends DrainOptions {
  /** Whether the effect is known to have taken place: only then something else in its place was put over it. */
  readonly done: boolean;
}

const FAILED = { exitCode: EXIT_CODES.undoFailed } as const;

/**
 * Takes one effect back and verifies it by reading the kernel. Idempotent; what is not ours is left.
 * @throws SquallError of exit code 5: `foreign-qdisc`, `undo-not-verified`, or what the kernel said.
 */
export async function undoNetwork(inverse: NetworkInverse, options: UndoNetworkOptions): Promise<void> {
  switch (inverse.kind) {
    case 'remove-qdisc':
      return await removeQdisc(inverse, options);
    case 'remove-ingress':
      return await removeIngress(inverse, options);
    case 'remove-link':
      return await removeLink(inverse, options);
    case 'release-claim':
      return await releaseClaim(inverse.claim);
  }
}

async function removeQdisc(inverse: RemoveQdisc, options: UndoNetworkOptions): Promise<void> {
  const { at, claim, slots = 0 } = inverse;
  if (await isOthers(claim)) return;
  const { run } = options;
  // What a line says of our tree is refused where that is not there, which the look behind them tells.
  const clearing = { doing: 'clear', ...FAILED };
  let { qdiscs } = await runBatchAndFind(run, at, clearLines(at.device, slots), clearing);
  if (qdiscs === undefined) return;
  if (isOurs(rootOf(qdiscs))) {
    await drain(at, qdiscs, options);
    // With the handle, the kernel refuses where another root has come in between.
    const remove = line`qdisc del dev ${at.device} root handle ${ROOT_HANDLE}`;
    const doing = { doing: 'remove the impairments from', ...FAILED };
    const removed = await runBatchAndFind(run, at, [remove], doing);
    qdiscs = removed.qdiscs;
    if (qdiscs === undefined) return;
    if (isOurs(rootOf(qdiscs))) throw removed.refusal ?? notVerified(inverse, rootOf(qdiscs));
  } else if (!(await isSameNamespace(at))) {
    return;
  }
  await settle(inverse, qdiscs, options);
}

/** Ours is not there: what is, must be what was there before. */
async function settle(
  inverse: RemoveQdisc,
  qdiscs: readonly Qdisc[],
  { run, done }: UndoNetworkOptions,
): Promise<void> {
  const { at, restore } = inverse;
  const [foreign] = foreignOf(qdiscs);
  if (restore !== undefined && isRestored(rootOf(qdiscs), restore)) return;
  if (foreign !== undefined) {
    if (!done) return;
    throw new SquallError(
      'foreign-qdisc',
      `somebody has put \`${foreign.kind} ${foreign.handle}\` over the impairments on ${interfaceLabel(at)}; it is left there`,
      { hint: `if nobody needs it, \`${removal(at)}\` removes it`, ...FAILED },
    );
  }
  if (restore !== undefined) await putBack(inverse, restore, run);
}

async function putBack(
  inverse: RemoveQdisc,
  restore: Snapshot,
  run: UndoNetworkOptions['run'],
): Promise<void> {
  const { at } = inverse;
  await runBatch(run, at, [restoreLine(at.device, restore)], { doing: 'put back what was on', ...FAILED });
  const root = rootOf((await findQdiscs(run, at)) ?? []);
  if (!isRestored(root, restore)) throw notVerified(inverse, root);
}

function notVerified({ at, restore }: RemoveQdisc, root: Qdisc | undefined): SquallError {
  const found = root === undefined ? 'nothing' : `\`${root.kind} ${root.handle}\``;
  const expected = restore === undefined ? "the kernel's own" : `\`${restore.words.join(' ')}\``;
  const command =
    restore === undefined ? removal(at) : typedCommand('tc', at.netns, restoreLine(at.device, restore));
  return new SquallError(
    'undo-not-verified',
    `${interfaceLabel(at)} has ${found} where ${expected} was to be again`,
    {
      hint: `run \`${command}\``,
      ...FAILED,
    },
  );
}

function removal({ netns, device }: InterfaceRef): string {
  return typedCommand('tc', netns, line`qdisc del dev ${device} root`);
}

async function removeLink({ at }: RemoveLink, options: UndoNetworkOptions): Promise<void> {
  const { run } = options;
  const qdiscs = await findQdiscs(run, at);
  if (qdiscs === undefined) return;
  await drain(at, qdiscs, options);
  const doing = 'delete';
  const deleted = runBatch(run, at, [line`link del dev ${at.device}`], { program: 'ip', doing, ...FAILED });
  const refusal = await deleted.then(
    () => undefined,
    (error: unknown) => error,
  );
  if ((await findQdiscs(run, at)) !== undefined) throw refusal ?? linkSurvived(at);
}

function linkSurvived(at: RemoveLink['at']): SquallError {
  return new SquallError('undo-not-verified', `${interfaceLabel(at)} is still there`, {
    hint: `run \`${typedCommand('ip', at.netns, line`link del dev ${at.device}`)}\``,
    ...FAILED,
  });
}
