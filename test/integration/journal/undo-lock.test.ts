import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { startTimeOf } from '../../../src/exec/process-identity.ts';
import { holdUndo, type UndoLock } from '../../../src/journal/undo-lock.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

const GONE = { pid: 4_000_000, startTime: 'gone' };

async function hold(folder: string, within = 10_000): Promise<UndoLock> {
  const lock = await holdUndo(folder, { clock: systemClock, within });
  if (lock.kind === 'busy') throw new Error(`process ${lock.pid} has the lock`);
  return lock;
}

function leaveLock(folder: string, number: number, content: object): void {
  writeFileSync(join(folder, `undo-${number}.lock`), JSON.stringify(content));
}

describe('holdUndo', () => {
  it('gives the lock to one at a time, also where many find the last holder dead', async () => {
    const folder = temporaryFolder();
    leaveLock(folder, 1, GONE);
    let inside = 0;
    const most: number[] = [];
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        const lock = await hold(folder);
        inside += 1;
        most.push(inside);
        await systemClock.sleep(3);
        inside -= 1;
        await lock.release();
      }),
    );
    expect(most).toEqual(Array(12).fill(1));
    expect(readdirSync(folder).filter((name) => name.endsWith('.draft'))).toEqual([]);
  });

  it('names the holder that does not finish in time', async () => {
    const folder = temporaryFolder();
    await hold(folder);
    expect(await holdUndo(folder, { clock: systemClock, within: 120 })).toEqual({
      kind: 'busy',
      pid: process.pid,
    });
  });

  it('waits for the holder and goes on when it lets go', async () => {
    const folder = temporaryFolder();
    const first = await hold(folder);
    let isHeld = false;
    const second = hold(folder).then(() => (isHeld = true));
    await systemClock.sleep(120);
    expect(isHeld).toBe(false);
    await first.release();
    expect(await second).toBe(true);
  });

  it.each([
    ['of another boot', { pid: process.pid, startTime: `${startTimeOf(process.pid)}-before` }],
    ['that is dead', GONE],
    ['that no one can read', { pid: 'none' }],
  ])('does not wait for a holder %s', async (_which, content) => {
    const folder = temporaryFolder();
    leaveLock(folder, 9, content);
    await hold(folder, 0);
    expect(readdirSync(folder).sort()).toEqual(['undo-10.lock', 'undo-9.lock']);
  });

  it('rejects where the folder cannot be written', async () => {
    await expect(hold(join(temporaryFolder(), 'missing'))).rejects.toThrow('ENOENT');
  });
});
