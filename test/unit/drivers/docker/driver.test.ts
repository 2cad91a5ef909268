import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import { createDockerDriver } from '../../../../src/drivers/docker/driver.ts';
import type { Driver, LinkSpec, MovingDriver } from '../../../../src/drivers/driver.ts';
import { capabilitiesOfTc } from '../../../../src/drivers/tc/capabilities.ts';
import { CLEAR, type Impairment } from '../../../../src/impairment/model.ts';
import { fakeKernelLink } from '../../../helpers/fake-kernel-link.ts';

const SLOW: Impairment = { ...CLEAR, up: { delay: 100 } };
const NEVER = new AbortController().signal;

interface Story {
  readonly driver: MovingDriver;
  /** What the drivers of the kernel did, each by its number. */
  readonly told: string[];
  /** Numbers of those whose next install, or whose every undo, fails. */
  readonly refusing: Set<number>;
  readonly stuck: Set<number>;
}

const nothing = (): Promise<void> => Promise.resolve();

function story(): Story {
  const told: string[] = [];
  const refusing = new Set<number>();
  const stuck = new Set<number>();
  let count = 0;
  const createKernelDriver = (): Driver => {
    const number = (count += 1);
    return {
      name: 'tc',
      capabilities: capabilitiesOfTc,
      install: async (links) => {
        told.push(`${number} installs ${links.map(({ edge }) => edge).join(' ')}`);
        if (refusing.has(number)) throw new Error('no such interface');
        return await Promise.resolve(links.map(({ edge }) => fakeKernelLink(edge)));
      },
      revert: async () => {
        told.push(`${number} reverts`);
        if (stuck.has(number)) throw new Error('busy');
        await Promise.resolve();
      },
    };
  };
  const options = {
    run: 'run-1',
    folder: '/nowhere',
    clock: systemClock,
    effects: { intend: nothing, done: nothing, undone: nothing },
  };
  return { driver: createDockerDriver(options, createKernelDriver), told, refusing, stuck };
}

function specs(...edges: string[]): LinkSpec[] {
  return edges.map((edge) => ({ edge, protocol: 'tcp', per: 'edge', listeners: [], seed: 1 }));
}

describe('a driver between containers', () => {
  it('leaves the old place before it takes the new one, and undoes each place once', async () => {
    const { driver, told } = story();
    const [link] = await driver.install(specs('a', 'b'), NEVER);
    await link?.change(SLOW);
    for (let restart = 0; restart < 2; restart += 1) await driver.move(specs('a', 'b'), NEVER);
    expect(await link?.readBack()).toEqual(SLOW);
    await driver.revert();
    expect(told).toEqual([
      '1 installs a b',
      '1 reverts',
      '2 installs a b',
      '2 reverts',
      '3 installs a b',
      '3 reverts',
    ]);
  });

  it('does not touch what stays when something else moves', async () => {
    const { driver, told } = story();
    await driver.install(specs('a', 'b'), NEVER);
    await driver.move(specs('a'), NEVER);
    expect(told).toEqual(['1 installs a b', '2 installs a']);
    await driver.revert();
    expect(told.slice(2)).toEqual(['2 reverts', '1 reverts']);
  });

  it('forgets an installation that failed and is undone, and keeps what was asked for the next', async () => {
    const { driver, told, refusing } = story();
    const [link] = await driver.install(specs('a'), NEVER);
    refusing.add(2);
    await expect(driver.move(specs('a'), NEVER)).rejects.toThrow('no such interface');
    await link?.change(SLOW);
    expect(await link?.readBack()).toEqual(CLEAR);
    await driver.move(specs('a'), NEVER);
    expect(await link?.readBack()).toEqual(SLOW);
    told.length = 0;
    await driver.revert();
    expect(told).toEqual(['3 reverts']);
  });

  it('tries again at the end what could not be undone before', async () => {
    const { driver, told, stuck } = story();
    await driver.install(specs('a'), NEVER);
    stuck.add(1);
    await driver.move(specs('a'), NEVER);
    told.length = 0;
    await expect(driver.revert()).rejects.toMatchObject({ code: 'undo-failed', exitCode: 5 });
    stuck.clear();
    await driver.revert();
    expect(told).toEqual(['2 reverts', '1 reverts', '2 reverts', '1 reverts']);
  });

  it('goes on with an edge that was only away', async () => {
    const { driver, told } = story();
    const [link] = await driver.install(specs('a'), NEVER);
    driver.suspend(['a']);
    await link?.change(SLOW);
    expect(await link?.readBack()).toEqual(CLEAR);
    await driver.resume(['a']);
    expect(await link?.readBack()).toEqual(SLOW);
    expect(told).toEqual(['1 installs a']);
  });
});
