import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import type { ArrivalSpec, RequestSpec } from '../../../../src/load/load.ts';
import { K6, NEEDS_K6 } from '../../../helpers/real-k6.ts';
import { request } from '../builtin/running.ts';
import { K6Folder, serve, start, type K6Run } from './running.ts';

interface Heard {
  readonly at: number;
  readonly text: string;
}

function arrivals(requests: readonly RequestSpec[], changes: Partial<ArrivalSpec> = {}): ArrivalSpec {
  return {
    requests,
    mode: 'mix',
    segments: [{ start: 0, end: 1000, from: 40, to: 40 }],
    keepAlive: true,
    policy: 'server-errors',
    maxOpen: 100,
    seed: 1,
    ...changes,
  };
}

async function run(folder: K6Folder, spec: ArrivalSpec): Promise<K6Run> {
  const duration = Math.max(...spec.segments.map(({ end }) => end));
  const { log, ...plain } = folder.spec('');
  const load = {
    ...plain,
    log,
    duration,
    policy: spec.policy,
    source: { kind: 'arrivals', arrivals: spec },
  } as const;
  const started = await start(load, 2000);
  await started.running.settled(duration);
  await started.running.stop();
  return started;
}

describe.skipIf(K6 === undefined)(`a generated k6 script (${NEEDS_K6})`, () => {
  it('sends what the built-in generator would, under its names, from the start of the run on', async () => {
    using folder = new K6Folder();
    const heard: Heard[] = [];
    await using origin = await serve((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const { method, url, headers } = incoming;
        const text = [method, url, headers.host, headers['x-name'], Buffer.concat(chunks).toString()].join(
          ' ',
        );
        heard.push({ at: performance.now(), text });
        response.statusCode = url === '/sold-out' ? 404 : 302;
        response.setHeader('location', '/elsewhere');
        response.setHeader('set-cookie', 'a=b');
        response.end();
      });
    });
    const target = { origin: 'http://shop.example', connect: { host: '127.0.0.1', port: origin.port } };
    const odd = 'a"b\u2028</script>${x}`\\';
    const { sink, epoch } = await run(
      folder,
      arrivals([
        request(0, {
          target,
          name: odd,
          method: 'POST',
          path: '/cart?q=%22',
          body: odd,
          headers: { 'X-Name': 'secret' },
          weight: 3,
        }),
        request(0, { target, path: '/sold-out' }),
      ]),
    );
    expect(sink.failures).toEqual([]);
    expect(sink.all.length).toBeGreaterThanOrEqual(39);
    expect(sink.all.length).toBeLessThanOrEqual(42);
    expect(new Set(heard.map(({ text }) => text))).toEqual(
      new Set([`POST /cart?q=%22 shop.example secret ${odd}`, 'GET /sold-out shop.example  ']),
    );
    expect(sink.all.every(({ ok }) => ok)).toBe(true);
    const posts = sink.all.filter(({ name }) => name === odd).length;
    expect(posts).toBe(heard.filter(({ text }) => text.startsWith('POST')).length);
    expect(posts / sink.all.length).toBeGreaterThan(0.5);
    const first = Math.min(...sink.all.map(({ due }) => due)) - epoch;
    expect(first).toBeGreaterThan(-50);
    expect(first).toBeLessThan(500);
    expect(readFileSync(path.join(folder.path, 'visitors.k6', 'script.js'), 'utf8')).not.toContain('secret');
  });

  it('draws the same requests for the same seed', async () => {
    await using origin = await serve((_request, response) => response.end());
    const names: string[][] = [];
    for (const seed of [7, 7, 8]) {
      using folder = new K6Folder();
      const requests = ['/a', '/b', '/c'].map((each) => request(origin.port, { path: each }));
      const { sink } = await run(folder, arrivals(requests, { seed, maxOpen: 1 }));
      names.push(sink.all.map(({ name }) => name));
    }
    const [one = [], same = [], other = []] = names;
    const length = Math.min(one.length, same.length, other.length);
    expect(length).toBeGreaterThan(20);
    expect(one.slice(0, length)).toEqual(same.slice(0, length));
    expect(one.slice(0, length)).not.toEqual(other.slice(0, length));
  });

  it('ends a journey at the first failure', async () => {
    using folder = new K6Folder();
    await using origin = await serve((incoming, response) => {
      response.statusCode = incoming.url === '/broken' ? 500 : 200;
      response.end();
    });
    const requests = ['/', '/broken', '/never'].map((each) => request(origin.port, { path: each }));
    const { sink } = await run(folder, arrivals(requests, { mode: 'journey' }));
    const counts = ['GET /', 'GET /broken', 'GET /never'].map((name) =>
      sink.all.filter((each) => each.name === name),
    );
    expect(counts.map((samples) => samples.length)).toEqual([counts[0]?.length, counts[0]?.length, 0]);
    expect(counts[1]?.[0]).toMatchObject({ ok: false, status: 500, failure: 'status' });
  });

  it('follows the rate from stretch to stretch, ramps too, and drops what it has no user for', async () => {
    using folder = new K6Folder();
    const open: (() => void)[] = [];
    await using origin = await serve((incoming, response) => {
      if (incoming.url === '/hang') open.push(() => response.end());
      else response.end();
    });
    const segments = [
      { start: 0, end: 1000, from: 10, to: 10 },
      { start: 1000, end: 2000, from: 0, to: 0 },
      { start: 2000, end: 4000, from: 0, to: 40 },
    ];
    const { sink, epoch } = await run(folder, arrivals([request(origin.port)], { segments }));
    const inStretch = segments.map(
      ({ start: from, end: to }) =>
        sink.all.filter(({ due }) => due - epoch >= from - 50 && due - epoch < to - 50).length,
    );
    expect(inStretch[0]).toBeGreaterThanOrEqual(8);
    expect(inStretch[0]).toBeLessThanOrEqual(12);
    expect(inStretch[1]).toBeLessThanOrEqual(1);
    expect(inStretch[2]).toBeGreaterThan(30);
    expect(inStretch[2]).toBeLessThan(44);

    using another = new K6Folder();
    const hanging = request(origin.port, { path: '/hang', timeout: 500 });
    const crowded = await run(another, arrivals([hanging], { maxOpen: 2 }));
    expect(crowded.sink.droppedDue.length).toBeGreaterThan(20);
    expect(crowded.sink.all.length).toBeGreaterThan(0);
    for (const sample of crowded.sink.all) {
      expect(sample).toMatchObject({ status: 0, ok: false, failure: 'timeout' });
      expect(sample.end - sample.due).toBeGreaterThanOrEqual(499);
    }
    for (const end of open) end();
  });

  it('may be off in the last steps, and in all', async () => {
    using folder = new K6Folder();
    await using origin = await serve((_request, response) => response.end());
    const off = { start: 1000, end: 4500, from: 0, to: 0 };
    const segments = [{ start: 0, end: 1000, from: 40, to: 40 }, off];
    const { sink } = await run(folder, arrivals([request(origin.port)], { segments }));
    expect(sink.failures).toEqual([]);
    expect(sink.all.length).toBeGreaterThan(0);

    using another = new K6Folder();
    const silent = await run(another, arrivals([request(origin.port)], { segments: [off] }));
    expect(silent.sink).toMatchObject({ programs: [], failures: [], all: [] });
  });
});
