import type { Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/core/random.ts';
import { CLEAR, type Impairment } from '../../../../src/impairment/model.ts';
import { openLink, readAll, type Rig, startServer, type TestServer } from './rig.ts';

/** Bytes that differ at every place, so that a swap, a loss or a repetition shows. */
function payload(size: number, seed: number): Buffer {
  const random = seededRandom(seed);
  return Buffer.from(Uint8Array.from({ length: size }, () => random() * 256));
}

async function sendInPieces(socket: Socket, { bytes, cuts }: Stream): Promise<void> {
  let from = 0;
  for (let turn = 0; from < bytes.length; turn += 1) {
    // At most a few hundred pieces: a turn of the event loop each would take longer than the test may.
    const size = Math.max(cuts[turn % cuts.length] ?? 1, Math.ceil(bytes.length / 300));
    if (!socket.write(bytes.subarray(from, from + size))) await once(socket, 'drain');
    from += size;
    if (turn % 3 === 0) await sleep(0);
  }
  socket.end();
}

const shapes = {
  delay: fc.integer({ min: 1, max: 40 }),
  jitter: fc.integer({ min: 1, max: 20 }),
  distribution: fc.constantFrom('uniform' as const, 'normal' as const, 'pareto' as const),
  rate: fc.integer({ min: 2_000_000, max: 50_000_000 }),
  loss: fc.record({
    average: fc.double({ min: 0.001, max: 0.05, noNaN: true }),
    burst: fc.integer({ min: 1, max: 4 }),
  }),
  buffer: fc.integer({ min: 1, max: 50 }),
};
const way = fc.oneof(
  { arbitrary: fc.record(shapes, { requiredKeys: [] }), weight: 5 },
  {
    arbitrary: fc.record(
      { ...shapes, partition: fc.constant(true as const) },
      { requiredKeys: ['partition'] },
    ),
    weight: 1,
  },
);
const plans = fc.record<Plan>({
  changes: fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 25 }),
      state: fc.record<Impairment>({
        up: way,
        down: way,
        connection: fc.record({ slowClose: fc.integer({ min: 1, max: 30 }) }, { requiredKeys: [] }),
      }),
    }),
    { maxLength: 6 },
  ),
  first: fc.constantFrom('client', 'server', 'neither'),
  per: fc.constantFrom('client', 'edge'),
  // The meter reads random bytes, and must not touch them.
  protocol: fc.constantFrom('tcp', 'http'),
  seed: fc.nat(),
});
const stream = fc
  .record({
    size: fc.integer({ min: 0, max: 150_000 }),
    seed: fc.nat(),
    cuts: fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 8 }),
  })
  .map(({ size, seed, cuts }): Stream => ({ bytes: payload(size, seed), cuts }));

interface Plan {
  readonly changes: readonly { readonly after: number; readonly state: Impairment }[];
  /** Who ends its half of the connection while the other has not begun. */
  readonly first: 'client' | 'server' | 'neither';
  readonly per: 'client' | 'edge';
  readonly protocol: 'tcp' | 'http';
  readonly seed: number;
}

interface Stream {
  readonly bytes: Buffer;
  readonly cuts: readonly number[];
}

let server: TestServer;
let served: (socket: Socket) => void = () => undefined;

beforeAll(async () => {
  server = await startServer((socket) => {
    served(socket);
  });
});

afterAll(async () => {
  await server.close();
});

async function play(rig: Rig, changes: Plan['changes']): Promise<void> {
  for (const { after, state } of changes) {
    await sleep(after);
    await rig.link.change(state);
  }
  // What the last state holds back must come when the link is clear.
  await sleep(5);
  await rig.link.change(CLEAR);
}

/** Sends both streams through one connection, and returns what came out of it. */
async function exchange(
  up: Stream,
  down: Stream,
  plan: Plan,
): Promise<{ readonly up: Buffer; readonly down: Buffer }> {
  const rig = await openLink(server.address, { per: plan.per, seed: plan.seed, protocol: plan.protocol });
  try {
    const accepted = new Promise<Socket>((resolve) => {
      served = resolve;
    });
    const client = await rig.connect();
    const answered = readAll(client);
    const playing = play(rig, plan.changes);
    const serving = (async (): Promise<Buffer> => {
      const socket = await accepted;
      const received = readAll(socket);
      if (plan.first === 'client') await received;
      await sendInPieces(socket, down);
      return await received;
    })();
    if (plan.first === 'server') await answered;
    await sendInPieces(client, up);
    const [received] = await Promise.all([serving, playing]);
    return { up: received, down: await answered };
  } finally {
    await rig.driver.revert();
  }
}

describe('a TCP connection through changing impairments', () => {
  it('hands over exactly the bytes that were sent, both ways, whoever ends first', async () => {
    await fc.assert(
      fc.asyncProperty(stream, stream, plans, async (up, down, plan) => {
        const out = await exchange(up, down, plan);
        expect(out.up.equals(up.bytes)).toBe(true);
        expect(out.down.equals(down.bytes)).toBe(true);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 45_000 },
    );
    expect.hasAssertions();
  });
});
