import { describe, expect, it } from 'vitest';
import { createPalette } from '../../../../src/report/console/palette.ts';
import { TapLines } from '../../../../src/report/traffic/tap-lines.ts';
import { tapSummary } from '../../../../src/report/traffic/tap-summary.ts';
import type { TappedRequest } from '../../../../src/traffic/tapped-request.ts';

function request(changes: Partial<TappedRequest> = {}): TappedRequest {
  return {
    source: 'bot',
    destination: 'web',
    edge: 'front',
    method: 'GET',
    path: '/api/vote',
    status: 200,
    grpc_status: null,
    latency_ms: 12.04,
    first_byte_ms: 11,
    at: '2026-11-22T12:03:04.123Z',
    ok: true,
    failure: null,
    reset: null,
    ...changes,
  };
}

const FAILED = { ok: false, failure: 'closed', status: null, first_byte_ms: null } as const;

describe('lines of requests', () => {
  it('stand in columns, as far as they have come', () => {
    const lines = new TapLines(createPalette(false));
    const text = lines.lines([
      request(),
      request({ destination: 'voting', path: '/Vote', grpc_status: 'UNKNOWN', ok: false, latency_ms: 2150 }),
      request({ ...FAILED, failure: 'reset by server', reset: 'server' }),
      request(FAILED),
    ]);
    expect(`${text}${lines.lines([request({ method: 'DELETE' })])}`).toBe(
      `12:03:04.123Z  bot -> web     GET  /api/vote  200  latency 12ms   first byte 11ms
12:03:04.123Z  bot -> voting  GET  /Vote      200  latency 2.15s  first byte 11ms  grpc UNKNOWN
12:03:04.123Z  bot -> web     GET  /api/vote  -    latency 12ms                    reset by server
12:03:04.123Z  bot -> web     GET  /api/vote  -    latency 12ms                    no answer: closed
12:03:04.123Z  bot -> web     DELETE  /api/vote  200  latency 12ms   first byte 11ms
`,
    );
  });

  it('are not widened by one long path, which is cut', () => {
    const lines = new TapLines(createPalette(false));
    const [long = '', short = ''] = lines
      .lines([request({ path: `/${'x'.repeat(2000)}` }), request()])
      .split('\n');
    expect(long).toMatch(/ \/x{118}…  200 /);
    expect(short).toMatch(/ \/api\/vote {33}200 /);
  });

  it('are red where the request failed, and not without colours', () => {
    expect(new TapLines(createPalette(true)).lines([request(FAILED)])).toContain('\x1b[31mbot -> web');
    expect(new TapLines(createPalette(true)).lines([request()])).not.toContain('\x1b[31m');
    expect(new TapLines(createPalette(false)).lines([request(FAILED)])).not.toContain('\x1b');
  });
});

describe('the last words of a tap', () => {
  it.each([
    [{ shown: 1, over: 0, missed: 0 }, false, '1 request shown\n'],
    [{ shown: 0, over: 0, missed: 0 }, true, 'the run has ended: 0 requests shown\n'],
    [
      { shown: 1000, over: 23_456, missed: 7 },
      false,
      '1,000 requests shown, 23,456 left out beyond 100 lines a second (--max-rps 0 shows all), 7 lost because they were not read in time\n',
    ],
  ])('of %j are what was shown and what was not', (tally, isRunOver, text) => {
    expect(tapSummary(tally, { maxRps: 100, isRunOver })).toBe(text);
  });
});
