import { spawnSync } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import type { StepEdge, StepResult } from '../../../src/core/result.gen.ts';
import type { Address, InstalledLink } from '../../../src/drivers/driver.ts';
import { createProxyDriver } from '../../../src/drivers/proxy/driver.ts';
import { addedRtt, CLEAR } from '../../../src/impairment/model.ts';
import { createFakeDriver, reportOf } from '../../helpers/fake-driver.ts';
import { quickScenario, runText, startShop, stepOf } from '../../helpers/runs.ts';
import {
  follow,
  meanBetween,
  meanError,
  offMiddle,
  scheduleOf,
  type Seen,
} from '../../helpers/varying-link.ts';

/** What a link that follows may be off, of the mean; the figures are large, so that a busy machine is small beside them. */
const MOST_ERROR = 0.05;

const RAMP_AND_STAGE =
  '{ stages: [{ for: 2s, is: { rtt: { ramp: { from: 400ms, to: 1200ms } } } }, { for: 1s, is: { rtt: 800ms } }] }';

function varyingStep(value: string): string {
  return `  - name: varying
    for: 7s
    settle: 2s
    impair: { last-mile: ${value} }
    expect:
      - success(shoppers) >= 90%
`;
}

function edgeOf(step: StepResult): StepEdge {
  const [edge] = step.edges;
  if (edge === undefined) throw new Error('the step has no edge');
  return edge;
}

describe('a link of the proxy that varies', () => {
  it.each([
    ['a ramp and a stage', RAMP_AND_STAGE, 9],
    ['a flap', '{ rtt: 400ms, flap: { impaired: 3s, clear: 9s } }', 1],
  ])('follows %s in a run, which shows the times and how well', async (_what, value, changes) => {
    const shop = await startShop();
    // In a thread of its own, which a busy test does not hold up.
    const driver = createProxyDriver();
    const run = await runText(quickScenario({ shop, steps: varyingStep(value) }), { driver });
    const step = stepOf(run, 'varying');
    const { variation, proof } = edgeOf(step);
    expect(proof.rows).toContainEqual(expect.objectContaining({ what: 'RTT over the window', ok: true }));
    expect(variation).toMatchObject({ planned: changes });
    if (variation === undefined) throw new Error('nothing varied');
    expect(variation.applied + variation.skipped).toBe(changes);
    expect(variation.changes).toHaveLength(variation.applied);
    for (const { planned, at } of variation.changes) {
      expect(at).toBeGreaterThanOrEqual(planned);
      expect(at).toBeLessThan(step.end + 1000);
    }
    expect(variation.error).toBeLessThan(MOST_ERROR);
    expect(variation.curve.length).toBeGreaterThan(2);
    expect(step.subjects[0]).toMatchObject({ failed: 0 });
  });

  it('that does nothing of its schedule makes the step inconclusive, and says so', async () => {
    const shop = await startShop();
    let asked = 0;
    const driver = createFakeDriver({
      address: shop,
      lies: {
        probe: ({ count }) => {
          asked += 1;
          const isProof = asked === 1;
          const report = reportOf(200, count);
          const begin = systemClock.now();
          const sentAt = report.rtts.map((_rtt, index) => begin + index * 50);
          return Promise.resolve(isProof ? report : { ...report, sentAt });
        },
      },
    });
    const value = '{ rtt: { ramp: { from: 200ms, to: 900ms, over: 1s } } }';
    const run = await runText(quickScenario({ shop, steps: varyingStep(value) }), { driver });
    const step = stepOf(run, 'varying');
    expect(step.verdict).toBe('inconclusive');
    expect(step.reasons.join()).toMatch(/edge last-mile is not proved: the link did not follow its schedule/);
  });

  it('ends the run with the reason when a change fails, and puts everything back', async () => {
    const shop = await startShop();
    let reverted = false;
    const driver = createFakeDriver({
      address: shop,
      lies: {
        change: (impairment) =>
          addedRtt(impairment) > 250 ? Promise.reject(new Error('no more changes')) : Promise.resolve(),
        readBack: () => Promise.resolve({ ...CLEAR, up: { delay: 100 }, down: { delay: 100 } }),
      },
      revert: () => {
        reverted = true;
        return Promise.resolve();
      },
    });
    const value = '{ rtt: { ramp: { from: 200ms, to: 900ms, over: 1s } } }';
    const { bug } = await runText(quickScenario({ shop, steps: varyingStep(value) }), { driver });
    expect(bug).toMatchObject({ message: 'no more changes' });
    expect(reverted).toBe(true);
  });

  it('carries what a ramp, a trace and stages ask from moment to moment, each on one connection', async () => {
    const errors = await Promise.all([
      errorOf({ rate: { down: { ramp: { from: '8Mbit/s', to: '2Mbit/s', over: '4s' } } } }),
      errorOf({ trace: 'trace.csv' }, 'at (s), down.rate (Mbit/s)\n0, 8\n1.2, 2\n2.4, 5\n'),
      errorOf({
        stages: [
          { for: '2s', is: { rate: { ramp: { from: '2Mbit/s', to: '8Mbit/s', curve: 'exponential' } } } },
          { for: '1s', is: { rate: '3Mbit/s' } },
        ],
      }),
    ]);
    for (const error of errors) expect(error).toBeLessThan(MOST_ERROR);
  });
});

/** How far what arrives on one connection is off what a value asks for. */
async function errorOf(value: unknown, csv = ''): Promise<number> {
  const schedule = scheduleOf(value, 5000, csv);
  const link = await openLink(await startSource());
  await link.change(schedule[0]!.impairment);
  const arrivals: { readonly at: number; readonly bytes: number }[] = [];
  const socket = await connectTo(link.addresses['service']);
  let epoch = Infinity;
  socket.on('data', (piece) => arrivals.push({ at: systemClock.now() - epoch, bytes: piece.length }));
  // The queue is full from the beginning.
  await systemClock.sleep(500);
  epoch = systemClock.now();
  const { earliest, latest } = await follow(link, schedule, epoch);
  await systemClock.sleep(epoch + 5000 - systemClock.now());
  const figures = Array.from({ length: 10 }, (_, index): Seen => {
    const range = [index * 500, (index + 1) * 500] as const;
    const bytes = arrivals
      .filter(({ at }) => at >= range[0] && at < range[1])
      .reduce((sum, arrival) => sum + arrival.bytes, 0);
    const means = [earliest, latest].map((states) =>
      meanBetween(states, range, ({ down }) => down.rate ?? 0),
    );
    return { between: [means[0] ?? 0, means[1] ?? 0], seen: (bytes * 8000) / 500 };
  });
  expect(socket.destroyed).toBe(false);
  return meanError(withoutWorst(figures));
}

/** A reader that is held up reads little, and then much: neither is the link's. */
function withoutWorst(figures: readonly Seen[]): Seen[] {
  return figures.toSorted((a, b) => Math.abs(offMiddle(a)) - Math.abs(offMiddle(b))).slice(0, -3);
}

/** A service that never has nothing to send. */
async function startSource(): Promise<Address> {
  const piece = Buffer.alloc(65_536);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const send = (): void => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on('drain', send).on('error', () => {});
    send();
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  return { host: '127.0.0.1', port: bound.port };
}

async function openLink(target: Address): Promise<InstalledLink> {
  const driver = createProxyDriver();
  onTestFinished(async () => await driver.revert());
  const listeners = [{ service: 'service', listen: { host: '127.0.0.1', port: 0 } }];
  const never = new AbortController().signal;
  const [link] = await driver.install(
    [{ edge: 'edge', protocol: 'tcp', per: 'client', listeners, seed: 1 }],
    never,
  );
  if (link === undefined) throw new Error('no link');
  await link.connectTo('service', target);
  return link;
}

async function connectTo(address: Address | undefined): Promise<Socket> {
  if (address === undefined) throw new Error('the link has no address');
  const socket = connect(address);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

describe('the traces that ship', () => {
  it('are what their generator makes with its seed', () => {
    const script = path.join(import.meta.dirname, '../../../scripts/make-traces.mjs');
    expect(spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });
});
