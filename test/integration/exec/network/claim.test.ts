import { copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';

import {
  claimPath,
  claimsOf,
  isOthers,
  readClaim,
  releaseClaim,
  takeClaim,
} from '../../../../src/exec/network/claim.ts';
import { startTimeOf } from '../../../../src/exec/process-identity.ts';
import { temporaryFolder } from '../../../helpers/processes.ts';

const ETH0 = { netns: 'host', device: 'eth0', inode: 4_026_531_840 } as const;

function newPath(): string {
  return claimPath(join(temporaryFolder(), 'claims'), ETH0);
}

describe('a claim', () => {
  it('belongs to one interface of one namespace, by whatever name', () => {
    expect(claimPath('/c', ETH0)).toBe(claimPath('/c', { ...ETH0, netns: { pid: 1 } }));
    expect(claimPath('/c', ETH0)).not.toBe(claimPath('/c', { ...ETH0, inode: 7 }));
    expect(claimPath('/c', ETH0)).not.toBe(claimPath('/c', { ...ETH0, device: 'eth1' }));
  });

  it('is taken once, and says by whom', async () => {
    const path = newPath();
    expect(await takeClaim({ path, run: 'first' })).toBeUndefined();
    expect(await takeClaim({ path, run: 'second' })).toEqual({
      run: 'first',
      pid: process.pid,
      startTime: startTimeOf(process.pid),
    });
    expect(readdirSync(join(path, '..'))).toHaveLength(1);
  });

  it('is given back by its own run only, and then free', async () => {
    const path = newPath();
    await takeClaim({ path, run: 'first' });
    await releaseClaim({ path, run: 'second' });
    expect((await readClaim(path))?.run).toBe('first');
    await releaseClaim({ path, run: 'first' });
    await releaseClaim({ path, run: 'first' });
    expect(readdirSync(join(path, '..'))).toEqual([]);
    expect(await takeClaim({ path, run: 'second' })).toBeUndefined();
  });

  it('leaves nothing of a run that was killed while it wrote', async () => {
    const path = newPath();
    await takeClaim({ path, run: 'other' });
    const folder = join(path, '..');
    writeFileSync(`${path}.killed.draft`, '{"run":"kil');
    await releaseClaim({ path, run: 'killed' });
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([`${path}.other`]);
  });

  it.each([
    ['of a run that was killed', JSON.stringify({ run: 'dead', pid: 999_999_999, startTime: 'gone' })],
    ['that was cut off', '{"run":"de'],
    ['that is something else', '[]'],
  ])('%s does not count', async (_what, text) => {
    const path = newPath();
    mkdirSync(join(path, '..'));
    writeFileSync(`${path}.dead`, text);
    expect(await takeClaim({ path, run: 'second' })).toBeUndefined();
    expect((await readClaim(path))?.run).toBe('second');
  });

  it("that many take at once is one run's", async () => {
    const path = newPath();
    const runs = Array.from({ length: 20 }, (_, index) => `run-${index}`);
    const holders = await Promise.all(runs.map(async (run) => await takeClaim({ path, run })));
    const winners = runs.filter((_run, index) => holders[index] === undefined);
    expect(winners).toEqual([(await readClaim(path))?.run]);
  });

  it("is not another's while that only looks whether it may have it, and is once the run was killed", async () => {
    const path = newPath();
    const alive = { pid: process.pid, startTime: startTimeOf(process.pid) };
    const dead = { pid: 999_999_999, startTime: 'gone' };
    mkdirSync(join(path, '..'));
    const write = (run: string, who: object): void =>
      writeFileSync(`${path}.${run}`, JSON.stringify({ run, ...who }));
    const own = { path, run: 'own' };
    expect(await isOthers(own)).toBe(false);
    write('another', alive);
    expect(await isOthers(own)).toBe(true);
    write('own', alive);
    expect(await isOthers(own)).toBe(false);
    write('own', dead);
    expect(await isOthers(own)).toBe(true);
    write('another', dead);
    expect(await isOthers(own)).toBe(false);
  });

  it('can be read by everybody, whatever the umask of who takes it', async () => {
    const path = newPath();
    const before = process.umask(0o077);
    onTestFinished(() => void process.umask(before));
    await takeClaim({ path, run: 'first' });
    expect(statSync(`${path}.first`).mode & 0o777).toBe(0o644);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o755);
  });

  it.each([['two'], ['three'], ['seven']])(
    'of a run that was killed is taken over by one of %s',
    async (count) => {
      const runs = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
      const contenders = runs.slice(0, runs.indexOf(count) + 1);
      for (let round = 0; round < 60; round += 1) {
        const path = newPath();
        mkdirSync(join(path, '..'));
        const dead = { run: 'dead', pid: 999_999_999, startTime: 'gone' };
        writeFileSync(`${path}.dead`, JSON.stringify(dead));
        const holders = await Promise.all(
          contenders.map(async (run, index) => {
            // The next comes while the one before is anywhere in it.
            for (let turn = 0; turn < index * (round % 10); turn += 1) await setImmediate();
            return await takeClaim({ path, run });
          }),
        );
        const winners = contenders.filter((_run, index) => holders[index] === undefined);
        expect(winners).toEqual([(await readClaim(path))?.run]);
        expect(readdirSync(join(path, '..'))).toHaveLength(1);
      }
    },
  );

  it("that stands there under the name of another run is nobody's", async () => {
    const path = newPath();
    await takeClaim({ path, run: 'first' });
    copyFileSync(`${path}.first`, `${path}.second`);
    await releaseClaim({ path, run: 'first' });
    expect(await readClaim(path)).toBeUndefined();
    expect(await claimsOf(join(path, '..'), 'second')).toMatchObject([{ at: { device: 'eth0' } }]);
  });

  it('that cannot be written is an error of the environment', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const taken = takeClaim({ path: join(file, 'below', 'eth0.json'), run: 'first' });
    await expect(taken).rejects.toMatchObject({ code: 'claim-not-written', exitCode: 3 });
  });
});
