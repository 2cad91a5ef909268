import type { Clock, Milliseconds } from '../core/clock.ts';
import { removeNamespace } from '../exec/network/named-namespace.ts';
import { createToolRunner } from '../exec/network/run-tool.ts';
import { undoNetwork } from '../exec/network/undo-network.ts';
import type { PendingEffect } from './replay.ts';

/** What is still delayed after this long is given up: nobody waits for it any more. */
const DRAIN_WITHIN: Milliseconds = 1000;

/** Takes one effect on the network back and makes sure that nothing of it is left; idempotent. */
export async function undoNetworkEffect({ inverse, done }: PendingEffect, clock: Clock): Promise<void> {
  const run = createToolRunner({ clock });
  switch (inverse.kind) {
    case 'end-process':
    case 'remove-folder':
    case 'continue-container':
      throw new Error(`${inverse.kind} is no effect on the network`);
    case 'remove-namespace':
      return await removeNamespace(run, inverse.name);
    case 'remove-qdisc':
    case 'remove-ingress':
    case 'remove-link':
    case 'release-claim':
      return await undoNetwork(inverse, { run, clock, done, drainWithin: DRAIN_WITHIN });
  }
}
