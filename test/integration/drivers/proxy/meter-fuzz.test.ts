import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkObservation } from '../../../../src/drivers/driver.ts';
import { FAULT } from '../../../../src/drivers/proxy/metering/http-meter.ts';
import { fuzzing, FUZZING_TIMEOUT } from '../../../helpers/fuzzing.ts';
import { MeteredConnection } from '../../../helpers/metered-connection.ts';
import { type Conversation, CONVERSATIONS, conversations } from './conversations.ts';

/** What the meter makes of a conversation of which each piece is cut into pieces of `sizes`, in turn. */
function observe(conversation: Conversation, sizes: readonly number[]): LinkObservation {
  const connection = new MeteredConnection();
  let turn = 0;
  for (const [index, { from, bytes }] of conversation.entries()) {
    connection.at(index);
    for (let at = 0; at < bytes.length; turn += 1) {
      const piece = bytes.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
      if (from === 'client') connection.request(piece);
      else connection.response(piece);
      at += piece.length;
    }
  }
  return connection.at(conversation.length).ended().closed().observe();
}

const WHOLE = [Infinity];

describe('a meter', () => {
  it('has nothing to say against what real peers say', () => {
    const reasons = CONVERSATIONS.map((conversation) => Object.keys(observe(conversation, WHOLE).unread));
    expect(reasons.flat().toSorted()).toEqual([
      'TLS',
      'upgraded to another protocol',
      'upgraded to another protocol',
    ]);
  });

  it('sees the same wherever a conversation is cut in two', () => {
    for (const conversation of CONVERSATIONS) {
      const expected = observe(conversation, WHOLE);
      const longest = Math.max(...conversation.map(({ bytes }) => bytes.length));
      for (let size = 1; size < Math.min(longest, 2000); size += 1) {
        expect(observe(conversation, [size, Infinity])).toEqual(expected);
      }
    }
  });

  it(
    'never fails, gives up once and for a reason, and sees the same wherever broken bytes are cut',
    () => {
      const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 });
      fc.assert(
        fc.property(conversations, sizes, (conversation, cuts) => {
          const whole = observe(conversation, WHOLE);
          const reasons = Object.entries(whole.unread);
          expect(reasons.every(([reason, times]) => times === 1 && !reason.startsWith(FAULT))).toBe(true);
          expect([reasons.length <= 1, whole.openSince]).toEqual([true, []]);
          for (const { latency, firstByte, method, path, status } of whole.samples) {
            expect([firstByte >= 0, latency >= firstByte, status <= 999]).toEqual([true, true, true]);
            expect(method.length + path.length).toBeLessThanOrEqual(32 + 2048);
          }
          expect(observe(conversation, cuts)).toEqual(whole);
          expect(observe(conversation, [1])).toEqual(whole);
        }),
        fuzzing(),
      );
    },
    FUZZING_TIMEOUT,
  );
});
