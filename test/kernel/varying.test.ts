import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import type { TimedProbe } from '../../src/engine/probe/watch-link.ts';
import { predictOverTime } from '../../src/engine/proof/predict-over-time.ts';
import type { Impairment } from '../../src/impairment/model.ts';
import { joinNamespaces, RIGHT_IPV4, run } from '../helpers/kernel-network.ts';
import { startRun } from '../helpers/namespace-run.ts';
import { networkState } from '../helpers/network-state.ts';
import { becomesTrue, temporaryFolder } from '../helpers/processes.ts';
import { edgeOf, installOne, tcLab } from '../helpers/tc-lab.ts';
import {
  follow,
  meanBetween,
  meanError,
  offMiddle,
  scheduleOf,
  type Followed,
  type Seen,
} from '../helpers/varying-link.ts';

const LENGTH = 6_000;
/** Of a link that follows: a slow guest included. */
const MOST_ERROR = 0.05;

/** What the receiver lets wait in the link, at the slowest rate. */
const QUEUE = 350;

const DELAYS = `at (s), up.delay (ms), down.delay (ms)
0, 100, 150
1.5, 250, 250
3, 120, 200
4.5, 300, 100
`;

const RATES = `at (s), up.rate (Mbit/s), up.buffer (ms)
0, 2, 50
2, 0.8, 50
4, 1.5, 50
`;

interface Pinged {
  readonly sent: number;
  readonly probes: readonly TimedProbe[];
  readonly followed: Followed;
}

/** Small packets to the right and back, twenty a second, while something happens. */
async function pingAlong(meanwhile: (epoch: number) => Promise<Followed>): Promise<Pinged> {
  const options = ['-D', '-i', '0.05', '-c', String(LENGTH / 50), '-W', '3', RIGHT_IPV4];
  const [wall, epoch] = [systemClock.wall(), systemClock.now()];
  const child = spawn('ip', ['netns', 'exec', 'left', 'ping', ...options]);
  const said = text(child.stdout);
  const followed = await meanwhile(epoch);
  const answers = (await said).matchAll(/^\[([\d.]+)\].*time=([\d.]+)/gm);
  const probes = Array.from(answers, ([, back, rtt]) => {
    return { at: Number(back) * 1000 - Number(rtt) - wall, rtt: Number(rtt) };
  });
  return { sent: LENGTH / 50, probes, followed };
}

describe('a link of the kernel that varies', () => {
  it.each([
    ['a ramp', { delay: { ramp: { from: '100ms', to: '300ms', over: '5s' } } }, ''],
    ['a flap', { delay: '300ms', flap: { impaired: '1500ms', clear: '1500ms', jitter: '10%' } }, ''],
    ['a trace', { trace: 'trace.csv' }, DELAYS],
  ])('is delayed as %s asks from moment to moment, and loses nothing', async (_what, value, csv) => {
    joinNamespaces();
    const link = await installOne(tcLab(), edgeOf('edge'));
    const schedule = scheduleOf(value, LENGTH, csv);
    await link.change(schedule[0]!.impairment);
    const { sent, probes, followed } = await pingAlong(async (epoch) => await follow(link, schedule, epoch));
    expect(probes).toHaveLength(sent);
    const [one, other] = [followed.earliest, followed.latest].map((states) =>
      predictOverTime(
        states,
        probes.map(({ at }) => at),
        { per: 'edge', protocol: 'udp', bytes: 98 },
      ),
    );
    const figures = probes.map(({ rtt }, index): Seen => {
      return { between: [one?.[index] ?? 0, other?.[index] ?? 0], seen: rtt };
    });
    expect(meanError(mediansOf(figures))).toBeLessThan(MOST_ERROR);
    const seen = probes.map(({ rtt }) => rtt);
    expect(Math.max(...seen) / Math.min(...seen)).toBeGreaterThan(1.5);
    expect(await link.counters()).toMatchObject({ up: { drops: 0 }, down: { drops: 0 } });
  });

  it.each([
    ['a ramp', { rate: { up: { ramp: { from: '2Mbit/s', to: '800kbit/s', over: '5s' } } } }, ''],
    ['a trace', { trace: 'trace.csv' }, RATES],
  ])('carries what %s asks from moment to moment, and loses nothing', async (_what, value, csv) => {
    joinNamespaces();
    for (const side of ['left', 'right']) run(`ip -n ${side} link set eth0 gso_max_segs 1`);
    const link = await installOne(tcLab(), edgeOf('edge'));
    const schedule = scheduleOf(value, LENGTH, csv);
    await link.change(schedule[0]!.impairment);
    const stream = await startStream();
    const epoch = systemClock.now();
    const followed = await follow(link, schedule, epoch);
    await systemClock.sleep(epoch + LENGTH - systemClock.now());
    const arrivals = await stream.stop();
    expect(meanError(ratesOf(arrivals, followed, epoch))).toBeLessThan(MOST_ERROR);
    expect(await link.counters()).toMatchObject({ up: { drops: 0 }, down: { drops: 0 } });
  });

  it('is followed by a whole run, which says how well, and leaves nothing', async () => {
    const before = networkState();
    const file = join(temporaryFolder(), 'varying.yaml');
    const shop = fileURLToPath(new URL('../../demo/shop/main.js', import.meta.url));
    writeFileSync(
      file,
      `version: 1
name: varying
services:
  shop:
    in: namespace
    start: { command: [node, ${shop}], env: { HOST: "\${host}", PORT: "\${port}" } }
    ready: { get: /health, within: 30s }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers: { through: last-mile, in: namespace, rate: 5/s, requests: [get: /health] }
steps:
  - name: slower
    for: 16s
    settle: 5s
    impair: { last-mile: { rtt: { ramp: { from: 200ms, to: 500ms } } } }
    expect:
      - { that: success(shoppers) >= 99%, confidence: none }
`,
    );
    const running = startRun(file);
    expect([0, 6]).toContain(await running.exitCode);
    const result = await running.result();
    const edge = result.steps[0]?.edges[0];
    const row = edge?.proof.rows.find(({ what }) => what === 'RTT over the window');
    expect(row?.n).toBeGreaterThan(50);
    // A busy guest needs half a second for each change; a link that stayed as it was would be off by 43 %.
    expect(edge?.variation?.error).toBeLessThan(0.25);
    expect(edge?.variation?.applied).toBeGreaterThan(5);
    expect(edge?.kernel).toMatchObject({ up: { drops: 0 }, down: { drops: 0 } });
    expect(result.steps[0]?.subjects[0]).toMatchObject({ failed: 0 });
    expect(networkState()).toEqual(before);
  });
});

interface Arrival {
  readonly at: number;
  readonly bytes: number;
}

interface Stream {
  stop(): Promise<readonly Arrival[]>;
}

/**
 * One connection from left to right that never has nothing to send. The receiver takes in so little at a time that the link's queue never
 * fills, so that what is dropped a change has dropped, and enough that the link is never without.
 */
async function startStream(): Promise<Stream> {
  spawnIn('right', `require('fs').writeFileSync('/proc/sys/net/ipv4/tcp_rmem', '4096 65536 65536')`);
  const receiver = spawnIn(
    'right',
    `require('net').createServer((socket) => socket.on('data', (bytes) =>
      console.log(Number(process.hrtime.bigint()) / 1e6, bytes.length))).listen(5001, '${RIGHT_IPV4}', () => console.log('ready'))`,
  );
  let said = '';
  receiver.stdout.setEncoding('utf8').on('data', (piece: string) => (said += piece));
  await becomesTrue(() => said.includes('ready'), 20_000);
  const sender = spawnIn(
    'left',
    `const socket = require('net').connect(5001, '${RIGHT_IPV4}');
     const piece = Buffer.alloc(65536);
     const send = () => { while (socket.write(piece)); };
     socket.on('connect', send).on('drain', send);`,
  );
  await becomesTrue(() => said.split('\n').length > 50, 20_000);
  return {
    stop: async () => {
      sender.kill('SIGKILL');
      await systemClock.sleep(200);
      return Array.from(said.matchAll(/^([\d.]+) (\d+)$/gm), ([, at, bytes]) => {
        return { at: Number(at), bytes: Number(bytes) };
      });
    },
  };
}

function spawnIn(
  namespace: string,
  script: string,
): ReturnType<typeof spawn> & { stdout: NodeJS.ReadableStream } {
  const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** A busy guest lets some wait: of ten that follow each other, the middle one. */
function mediansOf(figures: readonly Seen[]): Seen[] {
  return Array.from({ length: Math.floor(figures.length / 10) }, (_, index) => {
    const some = figures.slice(index * 10, index * 10 + 10).toSorted((a, b) => offMiddle(a) - offMiddle(b));
    return some[5]!;
  });
}

/**
 * Bits per second of each half second but the worst three, in which the guest was held up; a full segment has 1448 bytes in a frame of
 * 1514. What waited when a rate changed leaves at the rate of before.
 */
function ratesOf(arrivals: readonly Arrival[], { earliest, latest }: Followed, epoch: number): Seen[] {
  const drained = latest.map((state, index) => (index === 0 ? state : { ...state, at: state.at + QUEUE }));
  const figures = Array.from({ length: LENGTH / 500 - 1 }, (_, index): Seen => {
    const range = [(index + 1) * 500, (index + 2) * 500] as const;
    const inside = arrivals.filter(({ at }) => at - epoch >= range[0] && at - epoch < range[1]);
    const bytes = inside.reduce((sum, arrival) => sum + arrival.bytes, 0);
    const between = [meanBetween(earliest, range, upRate), meanBetween(drained, range, upRate)] as const;
    return { between, seen: (bytes * 16 * 1514) / 1448 };
  });
  return figures.toSorted((a, b) => Math.abs(offMiddle(a)) - Math.abs(offMiddle(b))).slice(0, -3);
}

function upRate({ up }: Impairment): number {
  return up.rate ?? 0;
}
