import { describe, expect, it } from 'vitest';

import { DockerLink } from '../../../../src/drivers/docker/link.ts';
import type { KernelLink, LinkCounters } from '../../../../src/drivers/driver.ts';
import { CLEAR, type Impairment } from '../../../../src/impairment/model.ts';
import { idleLink, reportOf } from '../../../helpers/fake-driver.ts';
import { systemClock } from '../../../../src/core/clock.ts';

const SLOW: Impairment = { ...CLEAR, up: { delay: 100 } };
const SLOWER: Impairment = { ...CLEAR, up: { delay: 200 } };

interface FakeLink extends KernelLink {
  readonly changes: readonly Impairment[];
  packets: number;
  isGone: boolean;
}

function fakeLink(): FakeLink {
  const changes: Impairment[] = [];
  const present = async <T>(value: () => T): Promise<T> => {
    if (link.isGone) throw new Error('there is no interface');
    return await Promise.resolve(value());
  };
  const counted = (): LinkCounters => {
    const counters = { packets: link.packets, bytes: 100 * link.packets, drops: 0, overlimits: 0 };
    return { up: counters, down: counters };
  };
  const link: FakeLink = {
    edge: 'there',
    addresses: {},
    changes,
    packets: 0,
    isGone: false,
    connectTo: () => Promise.resolve(),
    change: (impairment) => present(() => void changes.push(impairment)),
    readBack: () => present(() => changes.at(-1) ?? CLEAR),
    probe: ({ count }) => present(() => reportOf(0, count)),
    observe: () => present(() => idleLink('there')),
    counters: () => present(counted),
    retarget: () => present(() => undefined),
  };
  return link;
}

describe('a link between containers', () => {
  it('brings what was asked of it while its container was away to where that is now', async () => {
    const [before, after] = [fakeLink(), fakeLink()];
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

  it('waits a moment for the news that its container has gone', async () => {
    const before = fakeLink();
    const link = new DockerLink(before, systemClock);
    before.isGone = true;
    const changing = link.change(SLOW);
    link.suspend();
    await changing;
    const after = fakeLink();
    await link.moveTo(after);
    expect(after.changes).toEqual([SLOW]);
  });

  it('fails where its container is there and the kernel is not as it was', async () => {
    const before = fakeLink();
    const link = new DockerLink(before, systemClock);
    before.isGone = true;
    await expect(link.change(SLOW)).rejects.toThrow('there is no interface');
  });

  it('counts on where it left off, so that nothing seems to run backwards', async () => {
    const [before, after] = [fakeLink(), fakeLink()];
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
