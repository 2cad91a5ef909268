import type { Milliseconds } from '../../core/clock.ts';
import type { NetworkInterface } from '../../core/network-interface.ts';
import type { RemoveLink } from '../../exec/network/inverse.ts';
import { tryKernel } from '../../drivers/tc/trial.ts';
import { notLinux } from '../../exec/network/errors.ts';
import { addNamespace, removeNamespace } from '../../exec/network/named-namespace.ts';
import { locate } from '../../exec/network/namespace.ts';
import { checkRights } from '../../exec/network/rights.ts';
import { createToolRunner, type RunTool } from '../../exec/network/run-tool.ts';
import { runBatch } from '../../exec/network/tc.ts';
import { undoNetwork } from '../../exec/network/undo-network.ts';
import { addVeth } from '../../exec/network/veth.ts';
import type { Inverse } from '../../journal/entry.ts';
import type { RunContext } from '../context.ts';
import { setupLines } from './bring-up.ts';
import { layOutNetwork, type NetworkLayout } from './layout.ts';
import { freeSubnets } from './subnets.ts';
import { hasIpv6, takenSubnets } from './taken-subnets.ts';

/** By now the driver has taken its impairments off. */
const DRAIN_WITHIN: Milliseconds = 1000;

/**
 * Creates the namespaces of the plan and the veth pairs between them, each in the journal before it is there and removed at the end of
 * the run. A plan without namespaces touches nothing.
 * @throws SquallError of exit code 3 where this machine is not able.
 */
export async function buildNetwork(context: RunContext): Promise<NetworkLayout> {
  const { clock, folder, plan, signal } = context;
  const layout = layOutNetwork(plan, folder.id.slice(-4), freeSubnets(folder.id, takenSubnets()));
  if (layout.namespaces.size === 0) return layout;
  const run = createToolRunner({ clock, run: folder.id });
  await checkMachine(run, layout, signal);
  for (const name of layout.namespaces.values()) {
    await put(context, `network namespace ${name}`, {
      inverse: { kind: 'remove-namespace', name },
      create: () => addNamespace(run, name, signal),
      remove: () => removeNamespace(run, name),
    });
  }
  for (const { ends } of layout.pairs) {
    const inverse: RemoveLink = { kind: 'remove-link', at: await locate(ends[0]) };
    await put(context, `network link ${ends[0].device}`, {
      inverse,
      create: () => addVeth(run, ends, signal),
      remove: () => undoNetwork(inverse, { run, clock, done: true, drainWithin: DRAIN_WITHIN }),
    });
  }
  await bringUp(run, layout, signal);
  return layout;
}

/** Whether this machine is able, as far as that shows before anything is touched. */
async function checkMachine(run: RunTool, { pairs }: NetworkLayout, signal: AbortSignal): Promise<void> {
  if (process.platform !== 'linux') throw notLinux();
  for (const end of pairs.flatMap(({ ends }) => ends)) await checkRights(end);
  await tryKernel(run, false, signal);
}

interface Effect {
  readonly inverse: Inverse;
  create(): Promise<void>;
  remove(): Promise<void>;
}

async function put({ journal, cleanup }: RunContext, id: string, effect: Effect): Promise<void> {
  await journal.record({ kind: 'effect.intended', id, inverse: effect.inverse });
  cleanup.push(id, async () => {
    await effect.remove();
    await journal.record({ kind: 'effect.undone', id });
  });
  await effect.create();
  await journal.record({ kind: 'effect.done', id });
}

async function bringUp(run: RunTool, layout: NetworkLayout, signal: AbortSignal): Promise<void> {
  for (const { netns, lines } of setupLines(layout, hasIpv6())) {
    const at: NetworkInterface = { netns, device: 'lo' };
    await runBatch(run, await locate(at), lines, { program: 'ip', doing: 'set up the links beside', signal });
  }
}
