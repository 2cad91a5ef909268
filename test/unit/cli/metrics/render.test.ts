import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../../src/cli/metrics/catalogue.ts';
import { DurationCounts } from '../../../../src/cli/metrics/duration-counts.ts';
import { renderReadings } from '../../../../src/cli/metrics/render.ts';

const requests: Reading = {
  metric: 'squall_edge_requests_total',
  labels: { edge: 'last-mile', outcome: 'success' },
  value: 3,
};

describe('metrics as text', () => {
  it('name a counter with its suffix in both formats, its family only in the classic one', async () => {
    const text = await renderReadings([requests], 'text');
    expect(text).toContain('# TYPE squall_edge_requests_total counter\n');
    expect(text).toContain('squall_edge_requests_total{edge="last-mile",outcome="success"} 3\n');
    expect(text).not.toContain('# EOF');
    const openMetrics = await renderReadings([requests], 'openmetrics');
    expect(openMetrics).toContain('# TYPE squall_edge_requests counter\n');
    expect(openMetrics).toContain('squall_edge_requests_total{edge="last-mile",outcome="success"} 3\n');
    expect(openMetrics).toMatch(/[^\n]\n# EOF\n$/);
  });

  it('escape what a name of a person can hold', async () => {
    const labels = { expectation: 'p95(a{name="b\\c\nd"}) < 1s', verdict: 'pass' };
    for (const format of ['text', 'openmetrics'] as const) {
      const text = await renderReadings([{ metric: 'squall_expectation_verdict', labels, value: 1 }], format);
      expect(text).toContain(String.raw`expectation="p95(a{name=\"b\\c\nd\"}) < 1s"`);
    }
  });

  it('keep a family together, in the order of the catalogue', async () => {
    const build: Reading = { metric: 'squall_build_info', labels: {}, value: 1 };
    const failure: Reading = { ...requests, labels: { ...requests.labels, outcome: 'failure' } };
    const text = await renderReadings([requests, build, failure], 'text');
    const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(samples.map((line) => line.split(/[{ ]/)[0])).toEqual([
      'squall_build_info',
      'squall_edge_requests_total',
      'squall_edge_requests_total',
    ]);
  });

  it('give a histogram its buckets, its sum and its count', async () => {
    const counts = new DurationCounts();
    counts.add(2004);
    const text = await renderReadings(
      counts.readings('squall_edge_first_byte_seconds', { edge: 'e' }),
      'text',
    );
    expect(text).toContain('squall_edge_first_byte_seconds_bucket{edge="e",le="2.0"} 0\n');
    expect(text).toContain('squall_edge_first_byte_seconds_bucket{edge="e",le="2.1"} 1\n');
    expect(text).toContain('squall_edge_first_byte_seconds_sum{edge="e"} 2.004\n');
    expect(text).toContain('squall_edge_first_byte_seconds_count{edge="e"} 1\n');
  });
});
