import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMasker } from '../../../src/core/mask.ts';
import { parseAnswer, type Answer } from '../../../src/prometheus/answer.ts';
import type { Reply } from '../../../src/prometheus/client.ts';
import { PrometheusFailure } from '../../../src/prometheus/failure.ts';

const URL = 'http://127.0.0.1:9090/prefix';
const ASKED = 'asking http://127.0.0.1:9090/prefix for `up`: ';

function reply(body: unknown, status = 200, headers: Reply['headers'] = {}): Reply {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

const success = (resultType: string, result: unknown): Reply =>
  reply({ status: 'success', data: { resultType, result } });

function read(answer: Reply): Answer {
  return parseAnswer(answer, { query: 'up', url: URL });
}

function refusal(answer: Reply): PrometheusFailure {
  try {
    read(answer);
  } catch (error) {
    if (error instanceof PrometheusFailure) return error;
    throw error;
  }
  throw new Error('it was read');
}

function outcomeOf(answer: Reply): string {
  try {
    return read(answer).kind;
  } catch (error) {
    return error instanceof PrometheusFailure ? 'refused' : String(error);
  }
}

describe('the words of a server', () => {
  it('are masked before they are cut', () => {
    const body = JSON.stringify({ status: 'error', error: `${'x'.repeat(495)}hunter2-of-joe` });
    const mask = createMasker(['hunter2-of-joe']);
    expect(() => parseAnswer({ status: 503, headers: {}, body }, { query: 'up', url: URL, mask })).toThrow(
      /x\*\*\* \(503\)$/,
    );
  });
});

describe('an answer of Prometheus', () => {
  it('is a vector, with the labels of each series', () => {
    const body = `{"status":"success","data":{"resultType":"vector","result":[{"metric":{"job":"a"},"value":[1435781451.781,"1"]}]},"warnings":[],"infos":[]}`;
    expect(read(reply(body))).toEqual({ kind: 'vector', samples: [{ labels: { job: 'a' }, value: 1 }] });
  });

  it('may be an empty vector, which is no failure', () => {
    expect(read(success('vector', []))).toEqual({ kind: 'vector', samples: [] });
  });

  it('is a scalar', () => {
    expect(read(success('scalar', [1435781451.781, '2.5']))).toEqual({ kind: 'scalar', value: 2.5 });
  });

  it.each([
    ['NaN', Number.NaN],
    ['+Inf', Infinity],
    ['Inf', Infinity],
    ['-Inf', -Infinity],
    ['-0.25', -0.25],
    ['1e-07', 1e-7],
    ['123456789012', 123_456_789_012],
  ])('holds the number %s as text', (text, value) => {
    expect(read(success('scalar', [0, text]))).toEqual({ kind: 'scalar', value });
  });

  it('may name a label after what every object has', () => {
    const body =
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__proto__":"x"},"value":[0,"1"]}]}}';
    const answer = read(reply(body));
    expect(answer.kind === 'vector' && Object.entries(answer.samples[0]!.labels)).toEqual([
      ['__proto__', 'x'],
    ]);
  });

  it.each([
    ['a matrix', 'matrix', [{ metric: {}, values: [[0, '1']] }]],
    ['a string', 'string', [0, 'text']],
    ['a native histogram', 'vector', [{ metric: {}, histogram: [0, { count: '1', sum: '1' }] }]],
    ['a number that is none', 'scalar', [0, '0x10']],
    ['an empty number', 'scalar', [0, '']],
    ['a bare number', 'scalar', [0, 1]],
    ['a series without labels', 'vector', [{ value: [0, '1'] }]],
  ])('that is %s is refused as the fault of the query', (_what, type, result) => {
    expect(refusal(success(type, result))).toMatchObject({
      side: 'query',
      message: `${ASKED}it gives neither a number nor an instant vector of numbers`,
      hint: expect.stringContaining('rate('),
    });
  });

  it.each([
    [400, 'query', 'correct the query'],
    [422, 'query', 'correct the query'],
    [503, 'server', 'look at the server'],
    [500, 'server', 'look at the server'],
  ])('of status %d is in the words of the server, on the side of the %s', (status, side, hint) => {
    const failure = refusal(
      reply({ status: 'error', errorType: 'bad_data', error: 'parse error: oh' }, status),
    );
    expect(failure).toMatchObject({ side, message: `${ASKED}parse error: oh (${status})` });
    expect(failure.hint).toContain(hint);
  });

  it('says no more of the words of a server than people read', () => {
    const { message } = refusal(reply({ status: 'error', error: 'x'.repeat(1_000_000) }, 400));
    expect(message.length).toBeLessThan(700);
  });

  it.each([
    [
      'a page',
      reply('<html>', 200, { 'content-type': 'text/html; charset=utf-8' }),
      /status 200, text\/html\)$/,
      /`url`/,
    ],
    ['a wrong path', reply('404 page not found', 404, {}), /status 404, no content type/, /`url`/],
    ['a proxy without its server', reply('<html>Bad Gateway', 502), /status 502/, /proxy/],
    ['a port of TLS', reply('Client sent an HTTP request to an HTTPS server.', 400), /400/, /`https:\/\/`/],
    [
      'a login',
      reply('', 302, { location: 'https://sso.test/login?token=secret' }),
      /elsewhere to https:\/\/sso\.test\/login \(302\)$/,
      /redirects/,
    ],
    [
      'another path',
      reply('', 301, { location: '/new/' }),
      /elsewhere to http:\/\/127\.0\.0\.1:9090\/new\/ \(301\)$/,
      /redirects/,
    ],
    ['nowhere', reply('', 307), /elsewhere \(307\)$/, /redirects/],
    ['no credentials', reply('', 401), /refuses who asks \(401\)/, /`headers`/],
    [
      'wrong credentials',
      reply({ status: 'error', error: 'x' }, 403),
      /refuses who asks \(403\)/,
      /`headers`/,
    ],
    ['no status', reply({ data: 1 }), /no answer of Prometheus/, /`url`/],
    ['another status', reply({ status: 'green' }), /no answer of Prometheus/, /`url`/],
    ['half an answer', reply('{"status":"success","data":{"re'), /no answer of Prometheus/, /`url`/],
  ])('is not what comes from %s', (_what, answer, message, hint) => {
    const failure = refusal(answer);
    expect(failure.side).toBe('server');
    expect(failure.message).toMatch(message);
    expect(failure.message).toContain(ASKED);
    expect(failure.hint).toMatch(hint);
  });

  it('is read or refused, whatever it is', () => {
    const json = fc.oneof(
      fc.json(),
      fc.string(),
      fc
        .jsonValue()
        .map((result) => JSON.stringify({ status: 'success', data: { resultType: 'vector', result } })),
      fc
        .array(fc.jsonValue())
        .map((result) => JSON.stringify({ status: 'success', data: { resultType: 'vector', result } })),
      fc.jsonValue().map((value) =>
        JSON.stringify({
          status: 'success',
          data: { resultType: 'vector', result: [{ metric: value, value: [0, '1'] }] },
        }),
      ),
      fc.jsonValue().map((data) => JSON.stringify({ status: 'success', data })),
      fc.jsonValue().map((error) => JSON.stringify({ status: 'error', error })),
    );
    fc.assert(
      fc.property(json, fc.integer({ min: 100, max: 599 }), (body, status) => {
        expect(outcomeOf(reply(body, status))).toMatch(/^(?:scalar|vector|refused)$/);
      }),
      { numRuns: 500 },
    );
  });

  it('nested deep enough to end a program does not end this one', () => {
    const deep = `{"status":"success","data":{"resultType":"vector","result":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`;
    expect(refusal(reply(deep)).message).toContain(ASKED);
  });
});
