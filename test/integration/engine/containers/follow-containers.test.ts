import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';

import { SquallError } from '../../../../src/core/errors.ts';
import { createMasker } from '../../../../src/core/mask.ts';
import { engineHangs } from '../../../../src/drivers/docker/errors.ts';
import { sharedNetwork } from '../../../../src/drivers/docker/way.ts';
import type { Address, InstalledLink, MovingDriver } from '../../../../src/drivers/driver.ts';
import { DisturbanceLog } from '../../../../src/engine/containers/disturbances.ts';
import type { EdgeWay } from '../../../../src/engine/containers/edge-ways.ts';
import type { FollowContext } from '../../../../src/engine/containers/edge-follower.ts';
import { followContainers } from '../../../../src/engine/containers/follow-containers.ts';
import { FoundContainers } from '../../../../src/engine/containers/found-containers.ts';
import { Emitter } from '../../../../src/engine/emitter.ts';
import { foundContainer, labNetwork } from '../../../helpers/containers.ts';
import { AWAY, FakeEngine } from '../../../helpers/fake-engine.ts';
import { createFakeDriver } from '../../../helpers/fake-driver.ts';
import { ManualClock } from '../../../helpers/manual-clock.ts';
import { soundPlan } from '../../../helpers/planning.ts';
import { temporaryFolder } from '../../../helpers/processes.ts';

const plan = soundPlan(`version: 1
name: followed
services:
  web: { container: web }
  api: { container: api, port: 8080 }
  db: { container: db, port: 5432, protocol: tcp }
edges:
  last-mile: { from: shoppers, to: api }
  inner: { from: web, to: api }
  deep: { from: web, to: db }
load:
  shoppers: { through: last-mile, rate: 100/s, requests: [get: /] }
steps:
  - { name: slow, for: 10s, impair: { inner: { rtt: 100ms } } }
`);

const WEB_SIDE = { netns: { pid: 1234 }, device: 'eth0' };

const API_NETWORK = labNetwork({ endpoint: 'e', ipv4: '10.30.0.3' });
const OTHER_NETWORK = labNetwork({ name: 'other', id: 'other-id', endpoint: 'g' });
const RESTARTED_API = foundContainer('api', {
  startedAt: 'second',
  published: [{ port: 8080, protocol: 'tcp', host: '0.0.0.0', hostPort: 32_768 }],
});

/** In our own namespace, which can be entered without rights. */
const RESTARTED_WEB = foundContainer('web', { startedAt: 'second', pid: process.pid });

/** What `ip` says of it. */
const INTERFACES = JSON.stringify([
  { ifname: 'eth0', ifindex: 2, addr_info: [{ local: '10.30.0.2', family: 'inet' }] },
]);

function threeContainers(): FakeEngine {
  return new FakeEngine({
    web: foundContainer('web'),
    api: foundContainer('api', { id: 'api-id', networks: [API_NETWORK] }),
    db: foundContainer('db', { networks: [labNetwork({ endpoint: 'f', ipv4: '10.30.0.4' })] }),
  });
}

interface Followed {
  readonly engine: FakeEngine;
  readonly context: FollowContext & { readonly clock: ManualClock };
  readonly disturbances: DisturbanceLog;
  readonly aborted: readonly Error[];
  readonly connected: readonly Address[];
  readonly suspended: readonly string[];
  readonly resumed: readonly string[];
  /** Edges, as they were moved together. */
  readonly moves: readonly (readonly string[])[];
  /** Edges whose probes have followed, and those whose cannot. */
  readonly probed: readonly string[];
  readonly unprobed: Set<string>;
}

async function follow(engine: FakeEngine = threeContainers()): Promise<Followed> {
  const clock = new ManualClock();
  const ended = new AbortController();
  const aborted: Error[] = [];
  const emitter = new Emitter({
    clock,
    file: join(temporaryFolder(), 'events.jsonl'),
    mask: createMasker([]),
    listeners: [],
  });
  const context = {
    plan,
    clock,
    signal: ended.signal,
    emitter,
    notices: [],
    abort: (error: Error) => void aborted.push(error),
  };
  const connected: Address[] = [];
  const suspended: string[] = [];
  const resumed: string[] = [];
  const moves: string[][] = [];
  const probed: string[] = [];
  const unprobed = new Set<string>();
  const driver: MovingDriver = {
    ...createFakeDriver({ address: { host: '', port: 0 } }),
    suspend: (edges) => void suspended.push(...edges),
    resume: (edges) => Promise.resolve(void resumed.push(...edges)),
    move: (specs) => Promise.resolve(void moves.push(specs.map(({ edge }) => edge))),
  };
  const [link] = await driver.install(
    [{ edge: 'last-mile', protocol: 'http', per: 'client', listeners: [], seed: 1 }],
    ended.signal,
  );
  if (link === undefined) throw new Error('the fake driver has installed nothing');
  const listening: InstalledLink = {
    ...link,
    connectTo: (_service, target) => {
      connected.push(target);
      return Promise.resolve();
    },
  };
  const containers = await FoundContainers.find(context, () => engine);
  const disturbances = new DisturbanceLog();
  const follower = followContainers(context, {
    containers,
    links: new Map([['last-mile', listening]]),
    drivers: [driver],
    probes: {
      move: (edge) => {
        if (unprobed.has(edge)) return Promise.reject(new SquallError('probe-agent', 'it did not start'));
        return Promise.resolve(void probed.push(edge));
      },
      reflectorPort: () => undefined,
    },
    ways: new Map([
      ['inner', wayTo('api', containers)],
      ['deep', wayTo('db', containers)],
    ]),
    disturbances,
    run: () => Promise.resolve({ exitCode: 0, stdout: INTERFACES, stderr: '' }),
  });
  onTestFinished(async () => await follower.stop());
  return { engine, context, disturbances, aborted, connected, suspended, resumed, moves, probed, unprobed };
}

function wayTo(service: string, containers: FoundContainers): EdgeWay {
  const network = sharedNetwork(containers.of('web'), containers.of(service));
  return { networks: [network], way: { up: WEB_SIDE } };
}

/** Lets everything happen that waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
}

async function seconds({ context }: Followed, count: number): Promise<void> {
  for (let passed = 0; passed < count * 4; passed += 1) {
    context.clock.advance(250);
    await turns();
  }
}

describe('the containers of a run', () => {
  it('are left alone as long as nothing happens to them', async () => {
    const followed = await follow();
    await turns();
    const { finds } = followed.engine;
    await seconds(followed, 120);
    expect(followed.engine.finds).toBe(finds);
    expect(followed).toMatchObject({ aborted: [], connected: [], suspended: [] });
    expect(followed.context.notices).toEqual([]);
  });

  it('are found by those who ask from this host where they are after a restart', async () => {
    const followed = await follow();
    const { engine, context, connected } = followed;
    await turns();
    engine.known['api'] = AWAY;
    engine.tell();
    await seconds(followed, 5);
    engine.known['api'] = RESTARTED_API;
    await seconds(followed, 1);
    expect(connected).toEqual([{ host: '127.0.0.1', port: 32_768 }]);
    expect(context.notices).toContain('the container `api` restarted');
    expect(followed).toMatchObject({ aborted: [] });
  });

  it('are found by those who ask from this host at a new address, also without a restart', async () => {
    const followed = await follow();
    const { engine, context, connected } = followed;
    await turns();
    engine.known['api'] = foundContainer('api', { id: 'api-id', networks: [] });
    engine.tell();
    await seconds(followed, 1);
    const moved = labNetwork({ endpoint: 'e2', ipv4: '10.30.0.9' });
    engine.known['api'] = foundContainer('api', { id: 'api-id', networks: [moved] });
    await seconds(followed, 1);
    expect(connected).toEqual([{ host: '10.30.0.9', port: 8080 }]);
    expect(context.notices).not.toContain('the container `api` restarted');
  });

  it('are looked for again when the events are subscribed to: a restart before that is told by none', async () => {
    const engine = threeContainers();
    let subscribe: (() => void) | undefined;
    engine.subscribed = new Promise((resolve) => {
      subscribe = resolve;
    });
    const { connected } = await follow(engine);
    await turns();
    engine.known['api'] = RESTARTED_API;
    await turns();
    expect(connected).toEqual([]);
    subscribe?.();
    await turns();
    expect(connected).toEqual([{ host: '127.0.0.1', port: 32_768 }]);
  });

  it('have nothing in force on their edges while they are away, which the step is told', async () => {
    const followed = await follow();
    const { engine, disturbances, suspended } = followed;
    await turns();
    engine.known['web'] = AWAY;
    engine.tell();
    await seconds(followed, 1);
    expect(suspended).toContain('inner');
    expect(disturbances.between('inner', 0, 10_000)).toEqual([
      'the container of service web ended or was attached anew, and edge inner was not surely impaired from then on',
    ]);
  });

  it('are left where they are after a restart in the namespace of another, which has not restarted', async () => {
    const followed = await follow();
    const { engine, disturbances, moves, resumed } = followed;
    await turns();
    const { web } = engine.known;
    engine.known['web'] = AWAY;
    engine.tell();
    await seconds(followed, 1);
    expect(resumed).toEqual([]);
    if (web === undefined || web instanceof SquallError) throw new Error('web was not there');
    engine.known['web'] = { ...web, startedAt: 'second' };
    await seconds(followed, 1);
    expect(moves).toEqual([]);
    expect(resumed).toEqual(['inner', 'deep']);
    expect(disturbances.between('inner', 0, 10_000)).toEqual([expect.stringContaining('later')]);
    expect(disturbances.between('inner', 5000, 10_000)).toEqual([]);
  });

  it('disturb an edge that leads to them from when they are away, and no other', async () => {
    const followed = await follow();
    const { engine, disturbances, suspended } = followed;
    await turns();
    engine.known['api'] = AWAY;
    engine.tell();
    await seconds(followed, 1);
    expect(disturbances.between('inner', 0, 10_000)).toHaveLength(1);
    expect(disturbances.between('deep', 0, 10_000)).toEqual([]);
    expect(suspended).toEqual([]);
  });

  it('disturb an edge as long as nobody knows which way it goes', async () => {
    const followed = await follow();
    const { engine, disturbances, suspended } = followed;
    await turns();
    const before = { ...engine.known };
    engine.known['web'] = foundContainer('web', { networks: [labNetwork(), OTHER_NETWORK] });
    engine.known['api'] = foundContainer('api', { networks: [API_NETWORK, OTHER_NETWORK] });
    engine.tell();
    await seconds(followed, 1);
    expect(disturbances.between('inner', 0, 10_000)).toEqual([
      expect.stringMatching(/^the container of service api .* from then on$/),
    ]);
    expect(disturbances.between('deep', 0, 10_000)).toEqual([]);
    Object.assign(engine.known, before);
    await seconds(followed, 1);
    expect(disturbances.between('inner', 0, 10_000)).toEqual([expect.stringContaining('later')]);
    expect(disturbances.between('inner', 5000, 10_000)).toEqual([]);
    expect(suspended).toEqual([]);
  });

  it('have nothing in force on any of their edges after a restart while another is away', async () => {
    const followed = await follow();
    const { engine, disturbances, suspended } = followed;
    await turns();
    Object.assign(engine.known, { api: AWAY, web: RESTARTED_WEB });
    engine.tell();
    await seconds(followed, 1);
    expect(new Set(suspended)).toEqual(new Set(['inner', 'deep']));
    for (const edge of ['inner', 'deep']) expect(disturbances.between(edge, 0, 10_000)).toHaveLength(1);
  });

  it('are moved to once, whatever becomes of the probes, which are tried again', async () => {
    const followed = await follow();
    const { engine, moves, probed, unprobed } = followed;
    await turns();
    unprobed.add('inner');
    engine.known['web'] = RESTARTED_WEB;
    engine.tell();
    // The namespace is looked at for real, which takes more than turns.
    await expect.poll(() => moves).toHaveLength(1);
    await seconds(followed, 5);
    expect({ moves, probed }).toEqual({ moves: [['inner', 'deep']], probed: [] });
    unprobed.clear();
    await seconds(followed, 5);
    expect({ moves, probed }).toEqual({ moves: [['inner', 'deep']], probed: ['inner', 'deep'] });
    expect(followed).toMatchObject({ aborted: [] });
  });

  it('end the run when they stay away for a minute', async () => {
    const followed = await follow();
    const { engine, aborted } = followed;
    await turns();
    engine.known['web'] = AWAY;
    engine.tell();
    await seconds(followed, 59);
    expect(aborted).toEqual([]);
    await seconds(followed, 3);
    expect(aborted).toMatchObject([
      {
        code: 'container-gone',
        exitCode: 4,
        message: expect.stringMatching(/^the container `web` has been away for .*: it is exited$/),
        hint: expect.stringContaining('docker logs'),
      },
    ]);
  });

  it('are taken to be as they were while the engine says nothing, and after a minute that is told, each time', async () => {
    const followed = await follow();
    const { engine, context, aborted, disturbances, suspended } = followed;
    await turns();
    const { web } = engine.known;
    engine.known['web'] = engineHangs('/run/docker.sock', 5000);
    engine.tell();
    await seconds(followed, 59);
    expect(context.notices).toEqual([]);
    await seconds(followed, 3);
    expect(context.notices).toEqual([expect.stringContaining('gave no answer within 5 s')]);
    engine.known['web'] = web ?? AWAY;
    await seconds(followed, 60);
    engine.known['web'] = engineHangs('/run/docker.sock', 5000);
    engine.tell();
    await seconds(followed, 62);
    expect(context.notices).toHaveLength(2);
    engine.known['web'] = web ?? AWAY;
    await seconds(followed, 1);
    expect({ aborted, suspended }).toEqual({ aborted: [], suspended: [] });
    expect(disturbances.between('inner', 0, 1_000_000)).toEqual([]);
  });
});
