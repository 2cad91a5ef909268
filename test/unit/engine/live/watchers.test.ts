import { describe, expect, it } from 'vitest';
import { createMasker } from '../../../../src/core/mask.ts';
import type { EdgeSample } from '../../../../src/drivers/driver.ts';
import { observeExchange } from '../../../../src/engine/observe-exchange.ts';
import { TapWatcher } from '../../../../src/engine/live/tap-watcher.ts';
import { TopWatcher } from '../../../../src/engine/live/top-watcher.ts';
import type { WatchLine } from '../../../../src/engine/live/watch-messages.ts';
import { ManualClock } from '../../../helpers/manual-clock.ts';
import { SOUND, soundPlan } from '../../../helpers/planning.ts';

const [EDGE] = soundPlan(SOUND).edges;
const mask = createMasker(['hunter2']);

type Watcher = Pick<TapWatcher | TopWatcher, 'see'>;

function see(watcher: Watcher, changes: Partial<EdgeSample> = {}): void {
  const sample = {
    service: 'shop',
    at: 1000,
    firstByte: 5,
    latency: 10.000_4,
    method: 'GET',
    path: '/cart',
    status: 200,
    ...changes,
  };
  watcher.see(EDGE!, sample, observeExchange(sample, 500));
}

function requestsIn(lines: readonly WatchLine[]): readonly Readonly<Record<string, unknown>>[] {
  return lines.flatMap((line) => (line.kind === 'request' ? [{ ...line.request }] : []));
}

describe('who taps', () => {
  const options = { mask, wallZero: Date.UTC(2026, 10, 22), now: 0 };

  it('is told in the order of the ends, without secrets', () => {
    const tap = new TapWatcher({ filter: {}, maxRps: 0 }, options);
    see(tap, { latency: 500, path: '/slow/hunter2' });
    see(tap, { at: 1200, grpcStatus: 14 });
    see(tap, { at: 1300, status: 0, firstByte: 10, latency: 10, reset: 'impairment' });
    see(tap, { at: 1310, status: 0, firstByte: 4, reset: 'server' });
    const lines = tap.take(2000);
    expect(requestsIn(lines)).toMatchObject([
      { at: '2026-11-22T00:00:01.200Z', latency_ms: 10, grpc_status: 'UNAVAILABLE', ok: false },
      { status: null, first_byte_ms: null, reset: 'impairment', failure: 'reset by impairment' },
      { status: null, first_byte_ms: 4, reset: 'server' },
      { path: '/slow/***', latency_ms: 500, first_byte_ms: 5, ok: true, failure: null },
    ]);
    expect(lines).toHaveLength(4);
    expect(tap.take(3000)).toEqual([]);
  });

  it('keeps a bounded number for a reader who does not take them, and says how many are lost', () => {
    const tap = new TapWatcher({ filter: {}, maxRps: 0 }, options);
    for (let index = 0; index < 12_000; index += 1) see(tap);
    const lines = tap.take(1000);
    expect(lines).toHaveLength(10_001);
    expect(lines.at(-1)).toEqual({ kind: 'left-out', over: 0, missed: 2000 });
    see(tap);
    expect(tap.take(1250)).toHaveLength(1);
  });

  it('takes what is left out from all over', () => {
    const tap = new TapWatcher({ filter: { path: '/' }, maxRps: 8 }, options);
    for (let index = 0; index < 100; index += 1) see(tap, { at: index });
    const lines = tap.take(500);
    const times = requestsIn(lines).map(({ at }) => Number(String(at).slice(-4, -1)));
    expect(times).toEqual([10, 30, 50, 70, 90]);
    expect(lines.at(-1)).toEqual({ kind: 'left-out', over: 95, missed: 0 });
  });
});

describe('who looks at the table', () => {
  const clock = new ManualClock();

  it('sees kinds of paths, or paths', () => {
    for (const [rawPaths, path] of [
      [false, '/cart/:id/***'],
      [true, '/cart/17/***'],
    ] as const) {
      const top = new TopWatcher({ filter: { method: 'GET' }, rawPaths }, { mask, clock, now: 0 });
      see(top, { path: '/cart/17/hunter2' });
      see(top, { method: 'POST' });
      const [line] = top.take(2000);
      expect(line).toMatchObject({ kind: 'table', table: { rows: [{ path, count: 1 }] } });
    }
  });

  it('sees nothing of a secret that looks like a path with an id in it', () => {
    const secret = createMasker(['kQ/4711/xY']);
    const top = new TopWatcher({ filter: {}, rawPaths: false }, { mask: secret, clock, now: 0 });
    see(top, { path: '/keys/kQ/4711/xY/17' });
    expect(top.take(2000)).toMatchObject([{ table: { rows: [{ path: '/keys/***/:id' }] } }]);
  });
});
