import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import { createMasker } from '../../../../src/core/mask.ts';
import { createK6Generator } from '../../../../src/load/k6/generator.ts';
import { K6, NEEDS_K6 } from '../../../helpers/real-k6.ts';
import { RecordingSink } from '../builtin/recording-sink.ts';
import { K6Folder, runToEnd, serve, start } from './running.ts';

const SCRIPT = `
import http from 'k6/http';
import { check, group } from 'k6';
import { Trend } from 'k6/metrics';
const spent = new Trend('spent', true);
export const options = {
  vus: 2, duration: '1s',
  thresholds: { spent: ['p(95)<0'], checks: ['rate>0.5'] },
};
export default function () {
  const answer = http.get('http://shop.example/cart', { tags: { name: 'cart' } });
  group('cart', () => check(answer, { 'is 200': ({ status }) => status === 200 }));
  spent.add(answer.timings.duration + 1);
  console.log('token', __ENV.TOKEN, __ENV.SQUALL_TARGET);
}
export function handleSummary(data) {
  return { stdout: 'own summary of ' + data.metrics.http_reqs.values.count };
}`;

describe.skipIf(K6 === undefined)(`a k6 script (${NEEDS_K6})`, () => {
  it('runs unchanged: absolute URLs lead to the address that its hosts are given', async () => {
    using folder = new K6Folder();
    await using origin = await serve((_request, response) => setTimeout(() => response.end('ok'), 20));
    const spec = folder.spec(SCRIPT, {
      targets: [{ origin: 'http://shop.example', connect: { host: '127.0.0.1', port: origin.port } }],
      metrics: [
        { metric: 'spent', tags: {} },
        { metric: 'http_req_waiting', tags: { name: 'cart' } },
        { metric: 'checks', tags: {} },
      ],
      sampleTags: ['method'],
    });
    const begin = systemClock.now();
    const sink = await runToEnd(spec);
    const end = systemClock.now();
    expect(sink.failures).toEqual([]);
    expect(sink.programs).toEqual([expect.stringMatching(/^k6 v\d+\.\d+\.\d+$/)]);
    for (const sample of sink.all) {
      expect(sample).toMatchObject({ name: 'cart', status: 200, ok: true, tags: { method: 'GET' } });
      expect(sample.end - sample.due).toBeGreaterThanOrEqual(19);
      expect(sample.due).toBeGreaterThan(begin);
      expect(sample.end).toBeLessThan(end);
    }
    const [told] = sink.ends;
    expect(told).toMatchObject({ exit: { code: 99, signal: null }, stopped: false });
    expect(told?.summary['http_reqs']?.['count']).toBe(sink.all.length);
    const counts = [0, 1, 2].map((wanted) =>
      sink.measured.filter((values) => values.wanted === wanted).flatMap(({ value }) => [...value]),
    );
    expect(counts.map((values) => values.length)).toEqual([0, 1, 2].map(() => sink.all.length));
    expect(told?.thresholds).toEqual(
      expect.arrayContaining([
        { metric: 'spent', text: 'p(95)<0', ok: false },
        { metric: 'checks', text: 'rate>0.5', ok: true },
      ]),
    );
    expect(told?.checks).toEqual([{ groups: ['cart'], name: 'is 200', passes: sink.all.length, fails: 0 }]);
    expect(sink.metrics).toContainEqual({ name: 'spent', type: 'trend', contains: 'time' });
    expect(readFileSync(spec.log, 'utf8')).toContain(`own summary of ${sink.all.length}`);
  });

  it('asks an address of IPv4 where it is led to, and starts although another name cannot be led', async () => {
    using folder = new K6Folder();
    await using origin = await serve((_request, response) => response.end('ok'));
    const connect = { host: '127.0.0.1', port: origin.port };
    const spec = folder.spec(SCRIPT.replaceAll('http://shop.example', 'http://127.0.0.1:9'), {
      targets: ['http://127.0.0.1:9', 'http://my_shop:9', 'http://[::1]:9'].map((name) => ({
        origin: name,
        connect,
      })),
    });
    const sink = await runToEnd(spec);
    expect(sink.failures).toEqual([]);
    expect(new Set(sink.all.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('says what it likes into the log, where secrets are masked', async () => {
    using folder = new K6Folder();
    await using origin = await serve((_request, response) => response.end('ok'));
    const plain = folder.spec(SCRIPT, {
      targets: [{ origin: 'http://shop.example', connect: { host: '127.0.0.1', port: origin.port } }],
    });
    const env = { ...plain.env, TOKEN: 'hunter2', SQUALL_TARGET: 'http://target' };
    await runToEnd({ ...plain, env, mask: createMasker(['hunter2']) });
    const log = readFileSync(plain.log, 'utf8');
    expect(log).toContain('token *** http://target');
    expect(log).not.toContain('hunter2');
  });

  it('is stopped when the steps are over, however long it is, and has run its teardown by then', async () => {
    using folder = new K6Folder();
    await using origin = await serve((_request, response) => response.end('ok'));
    const script = `
      import http from 'k6/http';
      import { sleep } from 'k6';
      export const options = { vus: 1, duration: '10m' };
      export default function () { http.get(__ENV.SQUALL_TARGET); sleep(0.05); }
      export function teardown() { console.log('torn down'); }`;
    const plain = folder.spec(script);
    const env = { ...plain.env, SQUALL_TARGET: `http://127.0.0.1:${origin.port}/` };
    const { sink, running, epoch } = await start({ ...plain, env }, 500);
    await running.settled(1500);
    expect(systemClock.now() - epoch).toBeGreaterThanOrEqual(1500);
    expect(Math.max(...sink.all.map(({ end }) => end - epoch))).toBeGreaterThan(1200);
    await running.stop();
    await running.stop();
    expect(sink.failures).toEqual([]);
    expect(sink.ends).toEqual([
      expect.objectContaining({ stopped: true, exit: { code: 105, signal: null } }),
    ]);
    expect(readFileSync(plain.log, 'utf8')).toContain('torn down');
    expect(readdirSync(path.join(folder.path, 'visitors.k6')).toSorted()).toEqual([
      'config.json',
      'summary.json',
    ]);
  });

  it('may be as long as the steps though k6 starts before them', async () => {
    using folder = new K6Folder();
    const script = `export const options = { vus: 1000, duration: '4s' };
      import { sleep } from 'k6';
      export default () => sleep(0.5);`;
    const spec = folder.spec(script, { duration: 4000 });
    const generator = createK6Generator();
    const ready = await generator.check?.([spec], new AbortController().signal);
    const startup = ready?.startup ?? 0;
    expect(startup).toBeGreaterThan(5000);
    const sink = new RecordingSink();
    const running = await generator.start([spec], systemClock.now() + startup, sink);
    while (sink.ends.length === 0) await systemClock.sleep(20);
    await running.stop();
    expect(sink.failures).toEqual([]);
  });
});
