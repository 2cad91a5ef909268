import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { PrometheusClient } from '../../src/prometheus/client.ts';
import { PRESETS, type PresetName } from '../../src/prometheus/presets/find-preset.ts';
import { prometheusRows } from '../../src/prometheus/prometheus-rows.ts';
import type { GoldenRow } from '../../src/traffic/golden-row.ts';
import type { TrafficQuery } from '../../src/traffic/traffic-query.ts';
import { runCli } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/processes.ts';
import { startPrometheus } from '../helpers/prometheus.ts';
import { histogram, recordSeries, type RecordedSeries } from '../helpers/recorded-series.ts';

const ALL = { names: [] } as const;

/** What a preset makes of recorded series: name, n, share of success and median of each row. */
async function tables(
  preset: PresetName,
  series: readonly RecordedSeries[],
): Promise<(query: TrafficQuery, policy?: 'strict') => Promise<GoldenRow[]>> {
  const { url } = await startPrometheus({ data: recordSeries(series) });
  const client = new PrometheusClient({ url, headers: {}, timeout: 10_000 }, systemClock);
  return async (query, policy) => {
    const request = {
      preset: PRESETS[preset],
      policy: policy ?? ('server-errors' as const),
      query,
      window: 60_000,
      at: Date.now(),
    };
    const rows = await prometheusRows(client, request, AbortSignal.timeout(20_000));
    return rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  };
}

function short(rows: readonly GoldenRow[]): unknown[] {
  return rows.map(({ namespace, name, n, success }) => [
    namespace,
    name,
    n,
    success === null ? null : Math.round(success * 1000) / 1000,
  ]);
}

const linkerdResponses = (
  labels: Record<string, string>,
  classification: string,
  perMinute: number,
): RecordedSeries => ({
  name: 'response_total',
  labels: { ...labels, classification },
  perMinute,
});

const istioRequests = (labels: Record<string, string>, code: string, perMinute: number): RecordedSeries => ({
  name: 'istio_requests_total',
  labels: { ...labels, response_code: code },
  perMinute,
});

const targetInfo = (job: string, name: string): RecordedSeries => ({
  name: 'target_info',
  labels: { job, instance: `${job}:1`, service_name: name, service_namespace: 'votes' },
  value: 1,
});

const clientCalls = (
  suffix: string,
  job: string,
  labels: Record<string, string>,
  perMinute: number,
): RecordedSeries => ({
  name: `http_client_request_duration${suffix}_count`,
  labels: { job, instance: `${job}:1`, ...labels },
  perMinute,
});

describe('the preset for Linkerd', () => {
  const web = { namespace: 'emojivoto', deployment: 'web' };
  const toEmoji = { ...web, direction: 'outbound', dst_namespace: 'emojivoto', dst_deployment: 'emoji' };
  const toVoting = { ...toEmoji, dst_deployment: 'voting' };

  it(
    'tells inbound from outbound, and trusts the classification of a stream that broke',
    { timeout: 60_000 },
    async () => {
      const table = await tables('linkerd', [
        linkerdResponses({ ...web, direction: 'inbound', status_code: '200' }, 'success', 108),
        linkerdResponses({ ...web, direction: 'inbound', status_code: '500' }, 'failure', 12),
        linkerdResponses(toEmoji, 'success', 120),
        linkerdResponses({ ...toVoting, status_code: '200', grpc_status: '0' }, 'success', 48),
        // Answered well, and then the stream died.
        linkerdResponses({ ...toVoting, status_code: '200', grpc_status: '0' }, 'failure', 12),
        linkerdResponses({ ...web, direction: 'outbound', authority: 'elsewhere' }, 'success', 600),
        linkerdResponses({ ...toVoting, namespace: 'other', deployment: 'batch' }, 'success', 30),
        ...histogram('response_latency_ms', { ...web, direction: 'inbound' }, { '10': 60, '20': 120 }),
        ...histogram('response_latency_ms', toVoting, { '100': 30, '200': 60 }),
        { name: 'up', labels: { ...web, instance: 'a' }, value: 1 },
        { name: 'up', labels: { ...web, instance: 'b' }, value: 0 },
        { name: 'up', labels: { namespace: 'emojivoto', deployment: 'idle', instance: 'c' }, value: 0 },
      ]);
      const received = await table({ ...ALL, kind: 'received' });
      expect(short(received)).toEqual([
        ['emojivoto', 'idle', 0, null],
        ['emojivoto', 'web', 120, 0.9],
      ]);
      expect(received.map(({ meshed }) => meshed)).toEqual([
        { measured: 0, of: 1 },
        { measured: 1, of: 2 },
      ]);
      expect(received[1]).toMatchObject({
        rps: expect.closeTo(2, 1),
        p50: expect.closeTo(10, 0),
      });
      expect(short(await table({ ...ALL, kind: 'from', client: 'web' }))).toEqual([
        ['emojivoto', 'emoji', 120, 1],
        ['emojivoto', 'voting', 60, 0.8],
      ]);
      expect(
        short(await table({ ...ALL, kind: 'to', service: 'voting', endNamespace: 'emojivoto' })),
      ).toEqual([
        ['other', 'batch', 30, 1],
        ['emojivoto', 'web', 60, 0.8],
      ]);
    },
  );
});

describe('the preset for Istio', () => {
  const source = { reporter: 'source', source_workload: 'web', source_workload_namespace: 'shop' };
  const cart = {
    ...source,
    destination_service_name: 'cart',
    destination_service_namespace: 'shop',
    destination_workload: 'cart',
  };

  it(
    'counts each request once, and what never arrived as a failure of the service that was meant',
    { timeout: 60_000 },
    async () => {
      const table = await tables('istio', [
        istioRequests(cart, '200', 90),
        istioRequests(cart, '404', 6),
        istioRequests({ ...cart, destination_workload: 'unknown', response_flags: 'UF' }, '0', 24),
        istioRequests({ ...cart, reporter: 'destination' }, '200', 90),
        istioRequests({ ...cart, destination_service_name: 'ads', grpc_response_status: '14' }, '200', 60),
        ...histogram('istio_request_duration_milliseconds', cart, { '100': 60, '250': 120 }),
      ]);
      const rows = await table({ ...ALL, kind: 'from', client: 'web', endNamespace: 'shop' });
      expect(short(rows)).toEqual([
        ['shop', 'ads', 60, 0],
        ['shop', 'cart', 120, 0.8],
      ]);
      expect(rows[1]?.p50).toBeCloseTo(100, 0);
      expect(short(await table({ ...ALL, kind: 'received' }, 'strict'))).toEqual([
        ['shop', 'ads', 60, 0],
        ['shop', 'cart', 120, 0.75],
      ]);
      expect(short(await table({ ...ALL, kind: 'to', service: 'cart' }))).toEqual([
        ['shop', 'web', 120, 0.8],
      ]);
    },
  );
});

describe('the preset for OpenTelemetry', () => {
  const voting = { server_address: 'voting', server_port: '8080' };

  it(
    'reads both names, and knows whose series they are by `target_info` or by the job',
    { timeout: 60_000 },
    async () => {
      const table = await tables('opentelemetry', [
        targetInfo('otel-a', 'web'),
        clientCalls('_seconds', 'otel-a', { ...voting, http_response_status_code: '200' }, 90),
        clientCalls(
          '_seconds',
          'otel-a',
          { ...voting, http_response_status_code: '404', error_type: '404' },
          10,
        ),
        clientCalls('_seconds', 'otel-a', { ...voting, error_type: 'ECONNREFUSED' }, 20),
        targetInfo('otel-b', 'batch'),
        clientCalls('', 'otel-b', { ...voting, http_response_status_code: '200' }, 60),
        clientCalls('', 'cron', { ...voting, http_response_status_code: '500', error_type: '500' }, 30),
        { name: 'up', labels: { job: 'cron', instance: 'cron:1' }, value: 1 },
        { name: 'up', labels: { job: 'node', instance: 'node:1' }, value: 0 },
        { name: 'up', labels: { job: 'otel-a', instance: 'otel-a:1' }, value: 0 },
        ...histogram(
          'http_client_request_duration_seconds',
          {
            job: 'otel-a',
            instance: 'otel-a:1',
            server_address: 'emoji',
            server_port: '8081',
            http_response_status_code: '200',
          },
          { '0.005': 30, '0.01': 60 },
        ),
        ...histogram(
          'http_server_request_duration_seconds',
          { job: 'otel-a', instance: 'otel-a:1', http_response_status_code: '200' },
          { '2': 60, '3': 120 },
        ),
      ]);
      const from = await table({ ...ALL, kind: 'from', client: 'web' });
      expect(short(from)).toEqual([
        ['', 'emoji:8081', 60, 1],
        ['', 'voting:8080', 120, 0.833],
      ]);
      expect(from[0]?.p50).toBeCloseTo(5, 0);
      expect(short(await table({ ...ALL, kind: 'to', service: 'voting' }))).toEqual([
        ['votes', 'batch', 60, 1],
        ['', 'cron', 30, 0],
        ['votes', 'web', 120, 0.833],
      ]);
      expect(short(await table({ ...ALL, kind: 'from', client: 'cron' }))).toEqual([
        ['', 'voting:8080', 30, 0],
      ]);
      const received = await table({ ...ALL, kind: 'received' });
      expect(short(received)).toEqual([
        ['', 'cron', 0, null],
        ['votes', 'web', 120, 1],
      ]);
      expect(received[1]).toMatchObject({
        meshed: { measured: 0, of: 1 },
        p50: expect.closeTo(2000, -1),
      });
    },
  );
});

describe('the preset for our own series', () => {
  it('reads what a running scenario exposes', { timeout: 60_000 }, async () => {
    const edge = { scenario: 'votes', edge: 'ballot', source: 'web', destination: 'voting' };
    const table = await tables('squall', [
      { name: 'squall_edge_requests_total', labels: { ...edge, outcome: 'success' }, perMinute: 48 },
      { name: 'squall_edge_requests_total', labels: { ...edge, outcome: 'failure' }, perMinute: 12 },
      ...histogram('squall_edge_request_duration_seconds', edge, { '2': 30, '2.5': 60 }),
    ]);
    expect(short(await table({ ...ALL, kind: 'from', client: 'web' }))).toEqual([
      ['votes', 'voting', 60, 0.8],
    ]);
    const [row] = await table({ ...ALL, kind: 'to', service: 'voting', endNamespace: 'votes' });
    expect(row).toMatchObject({
      name: 'web',
      p50: expect.closeTo(2000, -1),
      rps: expect.closeTo(1, 1),
    });
  });
});

describe('scenario stat --prometheus', () => {
  it(
    'prints the table of the mesh, from an address or from a scenario with series of its own',
    { timeout: 60_000 },
    async () => {
      const series = [
        { name: 'calls_total', labels: { caller: 'web', callee: 'voting', http: '200' }, perMinute: 48 },
        { name: 'calls_total', labels: { caller: 'web', callee: 'voting', http: '503' }, perMinute: 12 },
        ...histogram('calls_ms', { caller: 'web', callee: 'voting' }, { '10': 30, '20': 60 }),
        {
          name: 'response_total',
          labels: {
            namespace: 'emojivoto',
            deployment: 'web',
            direction: 'inbound',
            classification: 'success',
          },
          perMinute: 60,
        },
      ];
      const { url } = await startPrometheus({ data: recordSeries(series) });
      const mesh = await runCli(
        ['stat', 'web', '--prometheus', url, '--preset', 'linkerd', '-n', 'emojivoto'],
        { cwd: temporaryFolder() },
      );
      expect(mesh.stderr).toBe('');
      expect(mesh.stdout.split('\n')).toEqual([
        'NAME   MESHED   SUCCESS      RPS   LATENCY_P50   LATENCY_P95   LATENCY_P99',
        'web         -   100.00%   1.0rps             -             -             -',
        '',
      ]);
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'own.yaml'), OWN);
      const own = await runCli(['stat', '--from', 'web', '--prometheus', 'own.yaml', '-o', 'json'], {
        cwd: folder,
        env: { PROM_URL: url, TOKEN: 'secret' },
      });
      expect(own.stderr).toBe('');
      expect(JSON.parse(own.stdout)).toEqual([
        expect.objectContaining({ source: 'web', dest: 'voting', n: 60, success: 0.8 }),
      ]);
    },
  );

  it('says what it needs', { timeout: 60_000 }, async () => {
    const nobody = 'http://127.0.0.1:9';
    const cwd = temporaryFolder();
    const refused = await runCli(['stat', '--prometheus', nobody, '--preset', 'istio'], { cwd });
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('nothing listens there')]);
    writeFileSync(join(cwd, 'own.yaml'), OWN);
    const env = { PROM_URL: nobody, TOKEN: 'tok' };
    const silent = await runCli(['stat', '--prometheus', 'own.yaml'], { cwd, env });
    expect(silent.stderr).toContain('asking ***');
    expect((await runCli(['stat', '--prometheus', nobody], { cwd })).stderr).toContain('--preset');
    expect((await runCli(['stat', '--prometheus', 'absent.yaml'], { cwd })).code).toBe(2);
    const ofARun = await runCli(['stat', '--policy', 'strict'], { cwd });
    expect([ofARun.code, ofARun.stderr]).toEqual([2, expect.stringContaining('--prometheus URL')]);
  });
});

const OWN = `version: 1
name: own
metrics:
  prometheus:
    url: "\${env.PROM_URL}"
    headers: { authorization: "Bearer \${env.TOKEN}" }
    preset: custom
    custom: { requests: calls_total, duration: calls_ms, unit: ms, source: caller, destination: callee, status: http }
steps:
  - { name: nothing, for: 10s }
`;
