import { describe, expect, it } from 'vitest';
import { METRICS, type Labels, type MetricName } from '../../../../src/cli/metrics/catalogue.ts';
import { RunMetrics } from '../../../../src/cli/metrics/run-metrics.ts';
import { createMasker, type Masker } from '../../../../src/core/mask.ts';
import type { RunEvent } from '../../../../src/core/events.ts';
import type { EdgeSample } from '../../../../src/drivers/driver.ts';
import { EPOCH, measuredRun, observed, sampleAt } from '../../../helpers/measured-run.ts';
import { ManualClock } from '../../../helpers/manual-clock.ts';
import { SOUND } from '../../../helpers/planning.ts';

const AT = '2026-11-21T21:30:00.000Z';

/** The metrics of a run of the sound scenario at a time of the run, and what moves it on. */
function exposed({ t = 0, mask = createMasker([]) }: { readonly t?: number; readonly mask?: Masker } = {}) {
  const { plan, collector } = measuredRun(SOUND);
  const clock = new ManualClock();
  clock.advance(EPOCH + t);
  const metrics = new RunMetrics({ plan, clock, mask });
  metrics.measure({ collector, refresh: () => Promise.resolve() });
  const tell = (...events: readonly RunEvent[]): void => {
    for (const event of events) metrics.listener({ at: AT, event });
  };
  return { metrics, collector, tell };
}

function valueOf(metrics: RunMetrics, metric: MetricName, labels: Labels): number | undefined {
  const found = metrics
    .readings()
    .filter(
      (reading) =>
        reading.metric === metric &&
        Object.entries(labels).every(([name, value]) => reading.labels[name] === value),
    );
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.value;
}

function exchange(at: number, changes: Partial<EdgeSample> = {}): EdgeSample {
  const plain = { service: 'shop', firstByte: 5, latency: 20, method: 'GET', path: '/secret', status: 200 };
  return { ...plain, at: EPOCH + at, ...changes };
}

const lastMile = { edge: 'last-mile' };

describe('the metrics of a run', () => {
  it('carry the scenario and the run, and never a path', () => {
    const { metrics, collector, tell } = exposed();
    tell({ kind: 'run.started', run: 'run-1', folder: '', scenario: 'sound', duration: 1, steps: [] });
    collector.link(observed('last-mile', { samples: [exchange(100)] }));
    for (const { labels } of metrics.readings()) {
      expect(labels).toMatchObject({ scenario: 'sound', run: 'run-1' });
      expect(Object.values(labels).join(' ')).not.toContain('/secret');
    }
  });

  it('count an exchange by outcome, and by status only where that can begin late', () => {
    const { metrics, collector } = exposed();
    const requests = (outcome: string): number | undefined =>
      valueOf(metrics, 'squall_edge_requests_total', { ...lastMile, outcome });
    expect([requests('success'), requests('failure')]).toEqual([0, 0]);
    collector.link(
      observed('last-mile', {
        samples: [
          exchange(100),
          exchange(200, { status: 404 }),
          exchange(300, { status: 503 }),
          exchange(400, { status: 0 }),
        ],
      }),
    );
    expect([requests('success'), requests('failure')]).toEqual([2, 2]);
    const responses = (labels: Labels): number | undefined =>
      valueOf(metrics, 'squall_edge_responses_total', { ...lastMile, ...labels });
    expect(responses({ code: '503', outcome: 'failure' })).toBe(1);
    expect(responses({ code: '0', outcome: 'failure' })).toBe(1);
    expect(responses({ code: '404', outcome: 'success' })).toBe(1);
    expect(responses({ code: '500' })).toBeUndefined();
  });

  it('tell a gRPC call by its own status', () => {
    const { metrics, collector } = exposed();
    collector.link(observed('last-mile', { samples: [exchange(100, { grpcStatus: 14 })] }));
    expect(valueOf(metrics, 'squall_edge_responses_total', { grpc_status: '14' })).toBe(1);
    expect(valueOf(metrics, 'squall_edge_requests_total', { ...lastMile, outcome: 'failure' })).toBe(1);
  });

  it('show what is in force, with 0 before and after', () => {
    const { metrics, tell } = exposed();
    const down = { ...lastMile, direction: 'down' };
    const shown = (): unknown => [
      valueOf(metrics, 'squall_edge_impaired', { ...lastMile, label: 'wpt/3g' }),
      valueOf(metrics, 'squall_edge_impairment_delay_seconds', down),
      valueOf(metrics, 'squall_edge_impairment_rate_bytes_per_second', down),
    ];
    expect(shown()).toEqual([0, 0, 0]);
    tell({ kind: 'link.changed', step: 'slow', edge: 'last-mile', label: 'wpt/3g', took: 1 });
    expect(shown()).toEqual([1, 0.15, 200_000]);
    expect(
      valueOf(metrics, 'squall_edge_impairment_delay_seconds', { edge: 'cart-link', direction: 'down' }),
    ).toBe(0);
    tell({ kind: 'undo.started', because: 'the last step is over' });
    expect(shown()).toEqual([0, 0, 0]);
  });

  it('follow the steps and their verdicts', () => {
    const { metrics, tell } = exposed();
    const active = (step: string): number | undefined => valueOf(metrics, 'squall_step_active', { step });
    const verdict = (name: string): number | undefined =>
      valueOf(metrics, 'squall_expectation_verdict', { step: 'baseline', verdict: name });
    expect([active('baseline'), verdict('pending'), verdict('fail')]).toEqual([0, 1, 0]);
    tell({ kind: 'step.started', step: 'baseline', index: 0, label: 'clear' });
    expect([active('baseline'), active('slow')]).toEqual([1, 0]);
    expect(valueOf(metrics, 'squall_step_start_time_seconds', { step: 'baseline' })).toBe(
      Date.parse(AT) / 1000,
    );
    expect(valueOf(metrics, 'squall_step_start_time_seconds', { step: 'slow' })).toBeUndefined();
    const name = 'success(shoppers) >= 98%';
    tell(
      { kind: 'step.ended', step: 'baseline' },
      { kind: 'expectation.judged', step: 'baseline', name, gate: 'expect', verdict: 'fail', reason: '' },
      { kind: 'step.judged', step: 'baseline', verdict: 'fail', reasons: [] },
    );
    expect([active('baseline'), verdict('pending'), verdict('fail')]).toEqual([0, 0, 1]);
    metrics.conclude('fail');
    expect(valueOf(metrics, 'squall_run_verdict', { verdict: 'fail' })).toBe(1);
  });

  it('have the figures of a window as the collector has them, as far as it is over', () => {
    const { metrics, collector } = exposed({ t: 5500 });
    const samples = Array.from({ length: 40 }, (_, index) =>
      exchange(2000 + index * 75, { latency: index, status: index < 4 ? 500 : 200 }),
    );
    collector.link(observed('last-mile', { samples: [...samples, exchange(5200), exchange(1000)] }));
    const step = { step: 'baseline', ...lastMile };
    expect(valueOf(metrics, 'squall_step_success_ratio', step)).toBeCloseTo(0.9);
    expect(valueOf(metrics, 'squall_step_requests_per_second', step)).toBeCloseTo(40 / 3);
    expect(
      valueOf(metrics, 'squall_step_request_duration_seconds', { ...step, quantile: '0.5' }),
    ).toBeCloseTo(0.019, 3);
    expect(valueOf(metrics, 'squall_step_success_ratio', { step: 'slow' })).toBeUndefined();
  });

  it('count connections, bytes, resets and what could not be read', () => {
    const { metrics, collector } = exposed();
    collector.link(
      observed('last-mile', {
        connectionsAt: [EPOCH, EPOCH + 1],
        connections: { closedAt: [EPOCH + 5], resets: [{ at: EPOCH + 5, by: 'server' }], firstBytes: [] },
        traffic: [{ at: EPOCH, up: 10, down: 200 }],
        unread: { 'malformed response': 2 },
        openSince: [EPOCH + 3],
      }),
    );
    collector.link(
      observed('last-mile', { traffic: [{ at: EPOCH + 100, up: 1, down: 2 }], openSince: [EPOCH + 3] }),
    );
    expect(valueOf(metrics, 'squall_edge_connections_total', lastMile)).toBe(2);
    expect(valueOf(metrics, 'squall_edge_open_connections', lastMile)).toBe(1);
    expect(valueOf(metrics, 'squall_edge_open_requests', lastMile)).toBe(1);
    expect(valueOf(metrics, 'squall_edge_bytes_total', { ...lastMile, direction: 'down' })).toBe(202);
    expect(valueOf(metrics, 'squall_edge_resets_total', { ...lastMile, by: 'server' })).toBe(1);
    expect(valueOf(metrics, 'squall_edge_unread_total', { ...lastMile, reason: 'malformed response' })).toBe(
      2,
    );
  });

  it('count what a load asked, how late it was, and what it dropped', () => {
    const { metrics, collector } = exposed();
    const late = { ...sampleAt(100), sent: EPOCH + 107 };
    collector.samples('shoppers', [late, sampleAt(200, { status: 0, ok: false, failure: 'timeout' })]);
    collector.dropped('shoppers', [EPOCH + 1, EPOCH + 2]);
    const load = { load: 'shoppers' };
    expect(valueOf(metrics, 'squall_load_requests_total', { ...load, outcome: 'failure' })).toBe(1);
    expect(valueOf(metrics, 'squall_load_dropped_total', load)).toBe(2);
    expect(valueOf(metrics, 'squall_load_lag_seconds', { ...load, le: '0.005' })).toBe(1);
    expect(valueOf(metrics, 'squall_load_lag_seconds', { ...load, le: '0.0075' })).toBe(2);
    expect(valueOf(metrics, 'squall_load_request_duration_seconds', { ...load, le: '60.0' })).toBe(1);
    expect(valueOf(metrics, 'squall_load_request_duration_seconds', { ...load, le: '+Inf' })).toBe(2);
  });

  it('hold no secret', () => {
    const { metrics } = exposed({ mask: createMasker(['success(shoppers)']) });
    const labels = metrics.readings().flatMap((reading) => Object.values(reading.labels));
    expect(labels.some((value) => value.includes('*** >= 98%'))).toBe(true);
    expect(labels.some((value) => value.includes('success(shoppers)'))).toBe(false);
  });

  it('have each series once, and only metrics of the catalogue', () => {
    const { metrics, collector, tell } = exposed({ t: 12_000 });
    collector.link(observed('last-mile', { samples: [exchange(3000)] }));
    tell({ kind: 'step.started', step: 'slow', index: 1, label: 'wpt/3g' });
    const keys = metrics
      .readings()
      .map((reading) => JSON.stringify([reading.metric, reading.part, reading.labels]));
    expect(new Set(keys).size).toBe(keys.length);
    expect(metrics.readings().every(({ metric }) => metric in METRICS)).toBe(true);
  });
});
