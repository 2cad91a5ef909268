import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import { connectDocker } from '../../../../src/drivers/docker/connect.ts';
import type { ContainerEngine, ContainerEvent } from '../../../../src/drivers/docker/container-engine.ts';
import { startFakeDocker, type FakeDocker } from '../../../helpers/fake-docker.ts';
import { temporaryFolder } from '../../../helpers/processes.ts';

const NEVER = new AbortController().signal;
const LAB = {
  lab: { NetworkID: 'n1', EndpointID: 'e1', IPAddress: '10.30.0.2', GlobalIPv6Address: 'fd30::2' },
};
const WEB = { id: 'aaa111', name: 'web', labels: { role: 'front' }, pid: 77, networks: LAB };
const SIDECAR = { id: 'bbb222', name: 'sidecar', pid: 78, mode: 'container:aaa111' };

function engineAt(socket: string, within = 5000): ContainerEngine {
  return connectDocker({ host: `unix://${socket}`, clock: systemClock, within });
}

async function engine(mood: FakeDocker['mood'] = 'fine', within = 5000): Promise<ContainerEngine> {
  const fake = await startFakeDocker([WEB, SIDECAR, { id: 'ccc333', name: 'old', state: 'exited' }]);
  fake.mood = mood;
  return engineAt(fake.socket, within);
}

describe('an engine', () => {
  it('finds a running container, with what is needed to enter its network', async () => {
    const found = await (await engine()).find({ kind: 'label', label: 'role=front' }, NEVER);
    expect(found).toEqual({
      id: 'aaa111',
      name: 'web',
      labels: { role: 'front' },
      network: { kind: 'own' },
      pid: 77,
      startedAt: '2026-11-22T00:00:00Z',
      networks: [{ name: 'lab', id: 'n1', endpoint: 'e1', ipv4: '10.30.0.2', ipv6: 'fd30::2' }],
      published: [],
      namespace: 'aaa111 2026-11-22T00:00:00Z',
      companions: ['sidecar'],
    });
  });

  it('gives a container in the namespace of another the networks of that one', async () => {
    const found = await (await engine()).find({ kind: 'name', name: 'sidecar' }, NEVER);
    expect(found).toMatchObject({
      pid: 78,
      companions: ['web'],
      network: { kind: 'container', id: 'aaa111' },
    });
    expect(found.networks.map(({ name }) => name)).toEqual(['lab']);
  });

  it("knows a sidecar's namespace again when only the sidecar has restarted", async () => {
    const fake = await startFakeDocker([WEB, SIDECAR]);
    const namespace = async (): Promise<string> =>
      (await engineAt(fake.socket).find({ kind: 'name', name: 'sidecar' }, NEVER)).namespace;
    const before = await namespace();
    fake.containers = [WEB, { ...SIDECAR, startedAt: '2026-11-22T00:01:00Z' }];
    expect(await namespace()).toBe(before);
    fake.containers = [{ ...WEB, startedAt: '2026-11-22T00:02:00Z' }, SIDECAR];
    expect(await namespace()).not.toBe(before);
  });

  it('lists what is running', async () => {
    const listed = await (await engine()).list(NEVER);
    expect(listed.map(({ name }) => name)).toEqual(['web', 'sidecar']);
  });

  it('says what has ended between the list and the look at it', async () => {
    const fake = await startFakeDocker([{ ...WEB, pid: 0 }]);
    const found = engineAt(fake.socket).find({ kind: 'name', name: 'web' }, NEVER);
    await expect(found).rejects.toMatchObject({ code: 'container-not-running', exitCode: 3 });
  });

  it('says what was removed between the list and the look at it', async () => {
    const fake = await startFakeDocker([WEB]);
    fake.removed.add(WEB.id);
    const found = engineAt(fake.socket).find({ kind: 'name', name: 'web' }, NEVER);
    await expect(found).rejects.toMatchObject({
      code: 'no-such-container',
      message: 'there is no container `web` any more',
      exitCode: 3,
    });
  });

  it('tells what happens, whole lines only, until it ends', async () => {
    const fake = await startFakeDocker([WEB]);
    const events: ContainerEvent[] = [];
    const watched = await engineAt(fake.socket).watch(NEVER);
    const following = (async () => {
      for await (const event of watched) events.push(event);
    })();
    fake.tell({ Type: 'container', Action: 'die', Actor: { ID: 'aaa111', Attributes: { name: 'wéb' } } });
    fake.tell({ nothing: 'of interest' });
    fake.tell({ Type: 'container', Action: 'start', Actor: { ID: 'aaa111' } });
    await expect.poll(() => events).toHaveLength(2);
    fake.endEvents();
    await following;
    expect(events).toEqual([
      { action: 'die', id: 'aaa111' },
      { action: 'start', id: 'aaa111' },
    ]);
  });

  it('stops telling when it is told to', async () => {
    const fake = await startFakeDocker([WEB]);
    const stop = new AbortController();
    const watched = await engineAt(fake.socket).watch(stop.signal);
    const following = (async () => {
      for await (const _event of watched) continue;
    })();
    stop.abort(new Error('enough'));
    await expect(following).rejects.toThrow('aborted');
  });
});

describe('an engine that cannot be used', () => {
  it('is not there', async () => {
    const socket = join(temporaryFolder(), 'docker.sock');
    await expect(engineAt(socket).list(NEVER)).rejects.toMatchObject({
      code: 'docker-unreachable',
      message: `there is no Docker Engine: no socket at ${socket}`,
      exitCode: 3,
    });
  });

  it('has left its socket behind', async () => {
    const socket = join(temporaryFolder(), 'docker.sock');
    writeFileSync(socket, '');
    await expect(engineAt(socket).list(NEVER)).rejects.toMatchObject({
      code: 'docker-unreachable',
      hint: expect.stringContaining('start'),
    });
  });

  it('does not let us', async () => {
    const fake = await startFakeDocker();
    chmodSync(fake.socket, 0);
    const asked = asOrdinaryUser(async () => await engineAt(fake.socket).list(NEVER));
    await expect(asked).rejects.toMatchObject({ code: 'docker-denied', exitCode: 3 });
  });

  it.each(['list', 'find', 'watch'] as const)('hangs when asked to %s', async (call) => {
    const hung = await engine('hangs', 200);
    const begin = systemClock.now();
    const asked = call === 'find' ? hung.find({ kind: 'name', name: 'web' }, NEVER) : hung[call](NEVER);
    await expect(asked).rejects.toMatchObject({
      code: 'docker-hung',
      message: expect.stringContaining('no answer within 0.2 s'),
      exitCode: 3,
    });
    expect(systemClock.now() - begin).toBeGreaterThanOrEqual(199);
  });

  it('fails in its own words', async () => {
    await expect((await engine('fails')).list(NEVER)).rejects.toMatchObject({
      code: 'docker-failed',
      message: expect.stringContaining('the storage driver is on fire'),
      exitCode: 3,
    });
  });

  it('hangs up', async () => {
    await expect((await engine('hangs up')).list(NEVER)).rejects.toMatchObject({ code: 'docker-failed' });
  });

  it('is something else, which knows no container', async () => {
    const found = (await engine('babbles')).find({ kind: 'name', name: 'web' }, NEVER);
    await expect(found).rejects.toMatchObject({ code: 'no-such-container', exitCode: 3 });
  });

  it('speaks no HTTP', async () => {
    const socket = join(temporaryFolder(), 'docker.sock');
    const server = createServer((connection) => connection.on('error', () => {}).end('SSH-2.0\r\n'));
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    onTestFinished(() => void server.close());
    await expect(engineAt(socket).list(NEVER)).rejects.toMatchObject({ code: 'docker-failed' });
  });

  it.each(['tcp://192.0.2.1:2375', 'ssh://root@192.0.2.1', 'docker'])(
    'is on another machine: %s',
    async (host) => {
      const elsewhere = connectDocker({ host, clock: systemClock });
      await expect(elsewhere.list(NEVER)).rejects.toMatchObject({ code: 'docker-elsewhere', exitCode: 3 });
    },
  );

  it('is left when the run ends, with its reason', async () => {
    const stop = new AbortController();
    const asked = (await engine('hangs')).list(stop.signal);
    stop.abort(new Error('the run is over'));
    await expect(asked).rejects.toThrow('the run is over');
  });
});

/** Root may connect whatever the mode of a socket. */
async function asOrdinaryUser<T>(action: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return await action();
  process.seteuid?.('nobody');
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}
