import { once } from 'node:events';
import { createServer } from 'node:net';
import { onTestFinished, describe, expect, it } from 'vitest';
import { Exposition } from '../../../../src/cli/metrics/exposition.ts';
import { RunMetrics } from '../../../../src/cli/metrics/run-metrics.ts';
import { serveMetrics, type MetricsServer } from '../../../../src/cli/metrics/serve-metrics.ts';
import { systemClock } from '../../../../src/core/clock.ts';
import { createMasker } from '../../../../src/core/mask.ts';
import { measuredRun, observed } from '../../../helpers/measured-run.ts';
import { SOUND } from '../../../helpers/planning.ts';
import { checkMetrics } from '../../../helpers/prometheus.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };

async function serve(exposition: Exposition): Promise<MetricsServer> {
  const server = await serveMetrics(LOOPBACK, exposition);
  onTestFinished(() => server.close());
  return server;
}

/** Two runs of one call, the second of which sees a byte at each scrape. */
function twoRuns(): Exposition {
  const exposition = new Exposition();
  for (const run of ['run-1', 'run-2']) {
    const { plan, collector } = measuredRun(SOUND);
    const metrics = new RunMetrics({ plan, clock: systemClock, mask: createMasker([]) });
    metrics.listener({
      at: new Date().toISOString(),
      event: { kind: 'run.started', run, folder: '', scenario: 'sound', duration: 1, steps: [] },
    });
    metrics.measure({
      collector,
      refresh: () => {
        collector.link(observed('last-mile', { traffic: [{ at: systemClock.now(), up: 1, down: 0 }] }));
        return Promise.resolve();
      },
    });
    exposition.add(metrics);
  }
  return exposition;
}

function bytesOf(text: string, run: string): string | undefined {
  return new RegExp(`^squall_edge_bytes_total\\{.*run="${run}".*direction="up"\\} (\\d+)$`, 'm').exec(
    text,
  )?.[1];
}

describe('the server of metrics', () => {
  it('serves every run of the call, brought up to now', async () => {
    const { url } = await serve(twoRuns());
    const first = await (await fetch(url)).text();
    const second = await (await fetch(url)).text();
    expect([bytesOf(first, 'run-1'), bytesOf(first, 'run-2')]).toEqual(['0', '1']);
    expect([bytesOf(second, 'run-1'), bytesOf(second, 'run-2')]).toEqual(['0', '2']);
    expect(checkMetrics(second)).toBe('');
  });

  it('gives each client the format that it asks for, under the right name', async () => {
    const { url } = await serve(twoRuns());
    const classic = await fetch(url);
    expect(classic.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await classic.text()).not.toContain('# EOF');
    const modern = await fetch(url, { headers: { accept: 'application/openmetrics-text; version=1.0.0' } });
    expect(modern.headers.get('content-type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    expect(await modern.text()).toMatch(/\n# EOF\n$/);
    expect(modern.headers.get('vary')).toBe('accept');
  });

  it('knows one path and reads only', async () => {
    const { url } = await serve(new Exposition());
    expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404);
    expect((await fetch(`${url}?name[]=squall_build_info`)).status).toBe(200);
    const posted = await fetch(url, { method: 'POST', body: 'x' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('names the address where somebody listens already', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(serveMetrics({ host: '127.0.0.1', port }, new Exposition())).rejects.toMatchObject({
      code: 'metrics-not-served',
      exitCode: 3,
      message: `\`--metrics\` cannot listen on 127.0.0.1:${port}: somebody else does already`,
    });
  });

  it('names an address that is not of this machine', async () => {
    await expect(serveMetrics({ host: '192.0.2.1', port: 0 }, new Exposition())).rejects.toMatchObject({
      code: 'metrics-not-served',
      message: expect.stringContaining('EADDRNOTAVAIL'),
    });
  });
});
