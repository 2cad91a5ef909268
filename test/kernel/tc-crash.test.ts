import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { createTcDriver } from '../../src/drivers/tc/driver.ts';
import type { EffectLog } from '../../src/drivers/tc/effects.ts';
import type { NetworkInverse } from '../../src/exec/network/inverse.ts';
import { createToolRunner } from '../../src/exec/network/run-tool.ts';
import { undoNetwork } from '../../src/exec/network/undo-network.ts';
import { joinNamespaces } from '../helpers/kernel-network.ts';
import { temporaryFolder } from '../helpers/processes.ts';
import { edgeThroughIfb, networkState } from '../helpers/tc-lab.ts';

interface Pending {
  readonly inverse: NetworkInverse;
  done: boolean;
}

interface CrashingLog {
  readonly log: EffectLog;
  /** What a journal would say is still to undo, oldest first. */
  readonly pending: Map<string, Pending>;
  /** Resolves at the moment of the crash. */
  readonly crashed: Promise<void>;
}

/**
 * A journal whose writer dies at its `last` call: what is to be done is written by then and never done, what was done is done
 * and never written.
 */
function crashingLog(last: number): CrashingLog {
  const pending = new Map<string, Pending>();
  let calls = 0;
  let crash: (() => void) | undefined;
  const crashed = new Promise<void>((resolve) => {
    crash = resolve;
  });
  const call = async (write: () => void, writesFirst: boolean): Promise<void> => {
    calls += 1;
    if (calls < last || writesFirst) write();
    if (calls < last) return;
    crash?.();
    await new Promise(() => {});
  };
  return {
    pending,
    crashed,
    log: {
      intend: async (id, inverse) => await call(() => pending.set(id, { inverse, done: false }), true),
      done: async (id) =>
        await call(() => {
          const effect = pending.get(id);
          if (effect !== undefined) effect.done = true;
        }, false),
      undone: async (id) => await call(() => pending.delete(id), false),
    },
  };
}

/** A claim, a tree, a device, a redirection: each written twice when it is made and once when it is undone. */
const CALLS = 4 * 2 + 4;

describe('a run of the tc driver that dies', () => {
  it('is undone from its journal alone at each of its records, and again without harm', async () => {
    joinNamespaces();
    const before = networkState();
    const run = createToolRunner({ clock: systemClock });
    for (let last = 1; last <= CALLS; last += 1) {
      const { log, pending, crashed } = crashingLog(last);
      const driver = createTcDriver({
        run: `run-${last}`,
        effects: log,
        clock: systemClock,
        folder: temporaryFolder(),
      });
      const walk = async (): Promise<void> => {
        const [link] = await driver.install([edgeThroughIfb('edge')], new AbortController().signal);
        await link?.change({ up: { delay: 50 }, down: { loss: { average: 0.5, burst: 1 } }, connection: {} });
        await driver.revert();
      };
      const survived = await Promise.race([walk().then(() => true), crashed.then(() => false)]);
      expect(survived).toBe(false);
      for (const { inverse, done } of [...pending.values()].toReversed()) {
        await undoNetwork(inverse, { run, clock: systemClock, done, drainWithin: 1000 });
      }
      expect(networkState()).toEqual(before);
      expect(readdirSync('/run/squall')).toEqual([]);
      for (const { inverse, done } of [...pending.values()].toReversed()) {
        await undoNetwork(inverse, { run, clock: systemClock, done, drainWithin: 1000 });
      }
      expect(networkState()).toEqual(before);
    }
  });
});
