import { describe, expect, it } from 'vitest';

import { DockerLink } from '../../../../src/drivers/docker/link.ts';
import { CLEAR, type Impairment } from '../../../../src/impairment/model.ts';
import { fakeKernelLink } from '../../../helpers/fake-kernel-link.ts';
import { systemClock } from '../../../../src/core/clock.ts';

const SLOW: Impairment = { ...CLEAR, up: { delay: 100 } };
const SLOWER: Impairment = { ...CLEAR, up: { delay: 200 } };

describe('a link between containers', () => {
  it('brings what was asked of it while its container was away to where that is now', async () => {
    const [before, after] = [fakeKernelLink(), fakeKernelLink()];
    const link = new DockerLink(before, systemClock);
    await link.change(SLOW);
    before.isGone = true;
    link.suspend();
    expect(await link.readBack()).toEqual(CLEAR);
    await link.change(SLOWER);
    await link.retarget([]);
    await link.moveTo(after);
    expect(before.changes).toEqual([SLOW]);
    expect(after.changes).toEqual([SLOWER]);
    expect(await link.readBack()).toEqual(SLOWER);
  });

  it('goes on where it was when only who asked was away, and nothing is counted twice', async () => {
    const kernel = fakeKernelLink();
    const link = new DockerLink(kernel, systemClock);
    kernel.packets = 10;
    await link.counters();
    link.suspend();
    await link.change(SLOWER);
    expect(kernel.changes).toEqual([]);
    await link.resume();
    expect(await link.readBack()).toEqual(SLOWER);
    expect((await link.counters()).up.packets).toBe(10);
    await link.resume();
    expect(kernel.changes).toEqual([SLOWER]);
  });

  it('waits a moment for the news that its container has gone', async () => {
    const before = fakeKernelLink();
    const link = new DockerLink(before, systemClock);
    before.isGone = true;
    const changing = link.change(SLOW);
    link.suspend();
    await changing;
    const after = fakeKernelLink();
    await link.moveTo(after);
    expect(after.changes).toEqual([SLOW]);
  });

  it('fails where its container is there and the kernel is not as it was', async () => {
    const before = fakeKernelLink();
    const link = new DockerLink(before, systemClock);
    before.isGone = true;
    await expect(link.change(SLOW)).rejects.toThrow('there is no interface');
  });

  it('counts on where it left off, so that nothing seems to run backwards', async () => {
    const [before, after] = [fakeKernelLink(), fakeKernelLink()];
    const link = new DockerLink(before, systemClock);
    before.packets = 7;
    expect((await link.counters()).up.packets).toBe(7);
    before.isGone = true;
    link.suspend();
    expect((await link.counters()).up.packets).toBe(7);
    await link.moveTo(after);
    after.packets = 3;
    expect(await link.counters()).toMatchObject({ up: { packets: 10, bytes: 1000 }, down: { packets: 10 } });
  });
});
