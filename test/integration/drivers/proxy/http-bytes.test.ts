import fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { EdgeSample } from '../../../../src/drivers/driver.ts';
import { fuzzing, FUZZING_TIMEOUT } from '../../../helpers/fuzzing.ts';
import { MeteredConnection } from '../../../helpers/metered-connection.ts';
import { conversations } from './conversations.ts';
import { recordSession } from './recorded-session.ts';
import { type Piece, saidBy } from './relay.ts';
import { openLink, readAll, startServer } from './rig.ts';

let recorded: readonly Piece[];

beforeAll(async () => {
  recorded = await recordSession();
});

function said(by: Piece['from']): Buffer {
  return saidBy(by, recorded);
}

/** The samples of the recorded session when each of its pieces is cut into pieces of `sizes`, in turn. */
function samplesOf(sizes: readonly number[]): readonly EdgeSample[] {
  const connection = new MeteredConnection();
  let turn = 0;
  for (const { from, bytes } of recorded) {
    for (let at = 0; at < bytes.length; turn += 1) {
      const piece = bytes.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
      if (from === 'client') connection.request(piece);
      else connection.response(piece);
      at += piece.length;
    }
  }
  const { samples, unread } = connection.closed().observe();
  expect(unread).toEqual({});
  return samples;
}

describe('the bytes of a real HTTP/2 session', () => {
  it('give the same exchanges wherever they are cut', () => {
    const whole = samplesOf([1_000_000]);
    expect(whole).toHaveLength(36);
    expect(samplesOf([1])).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 40 }), (sizes) => {
        expect(samplesOf(sizes)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it('never make the meter throw, whatever is changed in them', () => {
    const change = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }), client: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const [client, server] = [said('client'), said('server')];
        for (const { at, value, client: ofClient } of changes) {
          const bytes = ofClient ? client : server;
          bytes[at % bytes.length] = value;
        }
        const connection = new MeteredConnection();
        for (let at = 0; at < Math.max(client.length, server.length); at += 1500) {
          connection.request(client.subarray(at, at + 1500)).response(server.subarray(at, at + 1500));
        }
        const { openSince, unread } = connection.closed().observe();
        expect([openSince, Object.keys(unread).length <= 1]).toEqual([[], true]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('bytes on an edge that is read as HTTP', () => {
  it(
    'arrive as they were sent, whatever the meter makes of them',
    async () => {
      let answer: Buffer = Buffer.alloc(0);
      let accepted: ((received: Promise<Buffer>) => void) | undefined;
      const service = await startServer((socket) => {
        accepted?.(readAll(socket));
        socket.end(answer);
      });
      const rig = await openLink(service.address, { protocol: 'http' });
      onTestFinished(async () => {
        await rig.driver.revert();
        await service.close();
      });
      const carry = async (up: Buffer, down: Buffer, cut: number): Promise<readonly boolean[]> => {
        answer = down;
        const received = new Promise<Buffer>((resolve) => {
          accepted = resolve;
        });
        const socket = await rig.connect();
        const answered = readAll(socket);
        socket.write(up.subarray(0, cut));
        if (cut % 2 === 0) await setImmediate();
        socket.end(up.subarray(cut));
        return [(await answered).equals(down), (await received).equals(up)];
      };
      const [client, server] = [said('client'), said('server')];
      expect(await carry(client, server, 30_000)).toEqual([true, true]);
      await fc.assert(
        fc.asyncProperty(conversations, fc.nat(2000), async (conversation, cut) => {
          const [up, down] = [saidBy('client', conversation), saidBy('server', conversation)];
          expect(await carry(up, down, cut)).toEqual([true, true]);
        }),
        fuzzing(),
      );
      await expect.poll(async () => (await rig.link.observe()).openSince).toEqual([]);
      expect((await rig.link.observe()).samples).toEqual([]);
    },
    FUZZING_TIMEOUT,
  );
});
