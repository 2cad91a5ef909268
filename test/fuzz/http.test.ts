import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkObservation } from '../../src/drivers/driver.ts';
import { FAULT } from '../../src/drivers/proxy/metering/http-meter.ts';
import { findFault, FUZZING_TIMEOUT, type FuzzTarget } from '../helpers/fuzzing.ts';
import { MeteredConnection } from '../helpers/metered-connection.ts';
import {
  type Conversation,
  CONVERSATIONS,
  conversations,
  parseConversation,
  printConversation,
} from '../integration/drivers/proxy/conversations.ts';
import { corpusOf } from './corpus.ts';

type Observe = (conversation: Conversation, sizes: readonly number[]) => LinkObservation;

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
const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 });

/** A conversation, where it is cut, and the exchanges that it is, where that is known. */
interface Heard {
  readonly conversation: Conversation;
  readonly cuts: readonly number[];
  readonly exchanges?: readonly (readonly [method: string, path: string, status: number])[];
}

function meterTarget(inputs: fc.Arbitrary<Heard>, look: Observe): FuzzTarget<Heard> {
  return {
    inputs,
    corpus: corpusOf('http').map((text) => ({ conversation: parseConversation(text), cuts: [3] })),
    print: ({ conversation }) => printConversation(conversation),
    check: ({ conversation, cuts, exchanges }) => {
      const whole = look(conversation, WHOLE);
      const reasons = Object.entries(whole.unread);
      expect(reasons.every(([reason, times]) => times === 1 && !reason.startsWith(FAULT))).toBe(true);
      expect([reasons.length <= 1, whole.openSince]).toEqual([true, []]);
      for (const { latency, firstByte, method, path, status } of whole.samples) {
        expect([firstByte >= 0, latency >= firstByte, status <= 999]).toEqual([true, true, true]);
        expect(method.length + path.length).toBeLessThanOrEqual(32 + 2048);
      }
      expect(look(conversation, cuts)).toEqual(whole);
      expect(look(conversation, [1])).toEqual(whole);
      if (exchanges === undefined) return;
      expect(reasons).toEqual([]);
      expect(whole.samples.map(({ method, path, status }) => [method, path, status])).toEqual(exchanges);
    },
  };
}

const broken = fc.record({ conversation: conversations, cuts: sizes });

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/);
const headers = fc
  .array(fc.tuple(token, fc.stringMatching(/^[!-~]([ -~]{0,12}[!-~])?$/)), { maxLength: 3 })
  .map((list) => list.map(([name, value]) => `X-${name}: ${value}\r\n`).join(''));
const body = fc.string({ unit: 'binary-ascii', maxLength: 80 });
const framed = fc
  .tuple(body, fc.constantFrom('length', 'chunked'), fc.integer({ min: 1, max: 30 }))
  .map(([text, kind, size]) => {
    if (kind === 'length') return `Content-Length: ${text.length}\r\n\r\n${text}`;
    const chunks = (text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []).map(
      (part) => `${part.length.toString(16)}\r\n${part}\r\n`,
    );
    return `Transfer-Encoding: chunked\r\n\r\n${chunks.join('')}0\r\n\r\n`;
  });

/** Exchanges as HTTP/1.1 allows them, one after the other or all requests first. */
const spoken = fc
  .record({
    exchanges: fc.array(
      fc.record({
        method: fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS'),
        path: fc.stringMatching(/^\/[a-z0-9/._~-]{0,20}$/),
        query: fc.constantFrom('', '?', '?a=b&c=d'),
        status: fc.constantFrom(200, 201, 204, 301, 304, 404, 500, 503, 599),
        interim: fc.constantFrom(
          '',
          'HTTP/1.1 100 Continue\r\n\r\n',
          'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n',
        ),
        headers,
        request: framed,
        response: framed,
      }),
      { minLength: 1, maxLength: 5 },
    ),
    pipelined: fc.boolean(),
    cuts: sizes,
  })
  .map(({ exchanges, pipelined, cuts }): Heard => {
    const asked = exchanges.map(({ method, path, query, headers: more, request }) => {
      const rest = method === 'GET' || method === 'HEAD' ? '\r\n' : request;
      return {
        from: 'client' as const,
        bytes: Buffer.from(`${method} ${path}${query} HTTP/1.1\r\nHost: a\r\n${more}${rest}`, 'latin1'),
      };
    });
    const answered = exchanges.map(({ method, status, interim, headers: more, response }) => {
      const isBare = method === 'HEAD' || status === 204 || status === 304;
      const rest = isBare ? '\r\n' : response;
      return {
        from: 'server' as const,
        bytes: Buffer.from(`${interim}HTTP/1.1 ${status} Word\r\n${more}${rest}`, 'latin1'),
      };
    });
    return {
      conversation: pipelined
        ? [...asked, ...answered]
        : asked.flatMap((piece, index) => [piece, answered[index] ?? piece]),
      cuts,
      exchanges: exchanges.map(({ method, path, status }) => [method, path, status]),
    };
  });

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
      expect(findFault(meterTarget(broken, observe))).toBeUndefined();
    },
    FUZZING_TIMEOUT,
  );

  it(
    'sees every exchange that HTTP/1.1 allows, wherever its bytes are cut',
    () => {
      expect(findFault(meterTarget(spoken, observe))).toBeUndefined();
    },
    FUZZING_TIMEOUT,
  );

  it.each([
    ['broken', broken],
    ['sound', spoken],
  ])('that depends on where %s bytes are cut is found', (_what, inputs) => {
    const planted = meterTarget(inputs, (conversation, cuts) => {
      const seen = observe(conversation, cuts);
      return cuts[0] === 3 ? { ...seen, samples: seen.samples.slice(1) } : seen;
    });
    expect(findFault(planted, { seed: 1, numRuns: 10_000 })).toMatch(/^FUZZ_SEED=1, /);
  });
});
