import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import { createDockerDriver } from '../../../../src/drivers/docker/driver.ts';
import { capabilitiesOfTc } from '../../../../src/drivers/tc/capabilities.ts';
import { HeldLinks } from '../../../../src/engine/by-hand/held-links.ts';
import type { TargetWay } from '../../../../src/engine/by-hand/target.ts';
import { CLEAR, type Impairment } from '../../../../src/impairment/model.ts';
import { fakeKernelLink, type FakeKernelLink } from '../../../helpers/fake-kernel-link.ts';

const SLOW: Impairment = { ...CLEAR, up: { delay: 100 } };
const LOSSY: Impairment = { ...CLEAR, down: { loss: { average: 0.1, burst: 1 } } };
const NEVER = new AbortController().signal;

function wayOn(network: string, start: string): TargetWay {
  const up = { netns: { pid: 1 }, device: 'eth0', inode: 1 } as const;
  return { up, near: { network, key: `${start} ${network}` } };
}

interface Held {
  readonly held: HeldLinks;
  /** Every link of the kernel, in the order of their installation. */
  readonly kernel: FakeKernelLink[];
}

const nothing = (): Promise<void> => Promise.resolve();

async function hold(...ways: readonly TargetWay[]): Promise<Held> {
  const kernel: FakeKernelLink[] = [];
  const options = {
    run: 'run-1',
    folder: '/nowhere',
    clock: systemClock,
    effects: { intend: nothing, done: nothing, undone: nothing },
  };
  const driver = createDockerDriver(options, () => ({
    name: 'tc',
    capabilities: capabilitiesOfTc,
    install: async (specs) => {
      const links = specs.map(({ edge }) => fakeKernelLink(edge));
      kernel.push(...links);
      return await Promise.resolve(links);
    },
    revert: nothing,
  }));
  const held = new HeldLinks(driver, { onForeign: 'refuse', allow: false });
  await held.install(ways, NEVER);
  await held.putInForce(SLOW);
  return { held, kernel };
}

/** What is in force on each link of the kernel that is there. */
function inForce(kernel: readonly FakeKernelLink[]): (Impairment | undefined)[] {
  return kernel.filter(({ isGone }) => !isGone).map(({ changes }) => changes.at(-1));
}

describe('what holds a target', () => {
  it('leaves a container alone that is where it was', async () => {
    const { held, kernel } = await hold(wayOn('front', 'first'), wayOn('back', 'first'));
    const changes = kernel.map((link) => link.changes.length);
    expect(await held.moveTo([wayOn('front', 'first'), wayOn('back', 'first')], NEVER)).toBe(false);
    expect(kernel.map((link) => link.changes.length)).toEqual(changes);
  });

  it('impairs a container again on all of its networks after a restart, with what was asked meanwhile', async () => {
    const { held, kernel } = await hold(wayOn('front', 'first'), wayOn('back', 'first'));
    for (const link of kernel) link.isGone = true;
    held.suspend('it is exited');
    expect(held.absent).toBe('it is exited');
    await held.putInForce(LOSSY);
    expect(await held.moveTo([wayOn('front', 'second'), wayOn('back', 'second')], NEVER)).toBe(true);
    expect(held.absent).toBeUndefined();
    expect(inForce(kernel)).toEqual([LOSSY, LOSSY]);
  });

  it('goes on where it was when the container came back into the same namespace', async () => {
    const { held, kernel } = await hold(wayOn('front', 'first'));
    held.suspend('it is exited');
    await held.putInForce(LOSSY);
    expect(inForce(kernel)).toEqual([SLOW]);
    expect(await held.moveTo([wayOn('front', 'first')], NEVER)).toBe(false);
    expect(held.absent).toBeUndefined();
    expect(inForce(kernel)).toEqual([LOSSY]);
  });

  it('follows a container onto another network, off one, and back', async () => {
    const { held, kernel } = await hold(wayOn('front', 'first'));
    const both = [wayOn('front', 'first'), wayOn('back', 'first')];
    expect(await held.moveTo(both, NEVER)).toBe(true);
    expect(inForce(kernel)).toEqual([SLOW, SLOW]);
    kernel[1]!.isGone = true;
    await held.moveTo([wayOn('front', 'first')], NEVER);
    await held.putInForce(LOSSY);
    expect(inForce(kernel)).toEqual([LOSSY]);
    await held.moveTo([wayOn('front', 'first'), wayOn('back', 'second')], NEVER);
    expect(inForce(kernel)).toEqual([LOSSY, LOSSY]);
  });

  it('puts back what was in force where the kernel says something else', async () => {
    const { held, kernel } = await hold(wayOn('front', 'first'), wayOn('back', 'first'));
    const [, link] = kernel;
    Object.assign(link!, { readBack: async () => await Promise.resolve(CLEAR) });
    await expect(held.putInForce(LOSSY)).rejects.toMatchObject({ code: 'not-in-force' });
    expect(held.impairment).toBe(SLOW);
    expect(inForce(kernel)).toEqual([SLOW, SLOW]);
  });
});
