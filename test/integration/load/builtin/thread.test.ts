import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { createBuiltinGenerator } from '../../../../src/load/builtin/generator.ts';
import { RecordingSink } from './recording-sink.ts';
import { load, request } from './running.ts';
import { listenHttp } from './servers.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));

const generator = createBuiltinGenerator();

describe('a load in a thread of its own', () => {
  it('sends on time while the main thread is busy', async () => {
    const { port } = await listenHttp((_request, response) => response.end());
    const sink = new RecordingSink();
    const epoch = systemClock.now();
    const running = await generator.start([load([request(port)], [100, 1])], epoch, sink);
    await running.settled(300);
    const until = systemClock.now() + 400;
    while (systemClock.now() < until);
    await running.settled(1000);
    expect(sink.all).toHaveLength(100);
    await running.stop();
    const during = sink.all.filter(({ due }) => due > until - 350 && due < until - 50);
    expect(during.length).toBeGreaterThanOrEqual(29);
    const lags = during.map(({ due, sent }) => sent - due).toSorted((a, b) => a - b);
    expect(lags[Math.floor(lags.length / 2)]).toBeLessThan(100);
    expect(sink.failures).toEqual([]);
  });

  it('reports drops and open exchanges, and ends waiting settlements when it is stopped', async () => {
    const { port } = await listenHttp(() => {});
    const sink = new RecordingSink();
    const spec = load([request(port)], [100, 0.3], { maxOpen: 10 });
    const running = await generator.start([spec], systemClock.now(), sink);
    const settlement = running.settled(300);
    await systemClock.sleep(1000);
    expect(sink.droppedDue).toHaveLength(20);
    expect(sink.openReports.at(-1)).toHaveLength(10);
    await Promise.all([running.stop(), running.stop(), settlement]);
    await running.settled(300);
    expect(sink.all).toEqual([]);
    expect(sink.failures).toEqual([]);
  });

  it('that crashes fails every load of it and rejects what waits', async () => {
    const { port } = await listenHttp((_request, response) => response.end());
    const sink = new RecordingSink();
    const specs = [load([request(port)], [10, 60]), load([request(port)], [10, 60], { name: 'crawlers' })];
    // Reaches the thread unharmed and breaks the arithmetic there: a bug, as far as the thread can tell.
    Object.assign(specs[1]?.requests[0] ?? {}, { timeout: 1n });
    const running = await generator.start(specs, systemClock.now() + 1000, sink);
    await expect(running.settled(30_000)).rejects.toMatchObject({ code: 'load-thread-failed' });
    expect(sink.failures.map((failure) => failure.load)).toEqual(['visitors', 'crawlers']);
    expect(sink.failures[0]?.reason).toContain('BigInt');
    await expect(running.settled(30_000)).rejects.toMatchObject({ code: 'load-thread-failed' });
    await running.stop();
  });

  it('that cannot start is an error of start', async () => {
    const sink = new RecordingSink();
    const broken = Object.assign(load([request(1)], [10, 1]), { segments: null });
    await expect(generator.start([broken], systemClock.now(), sink)).rejects.toMatchObject({
      code: 'load-thread-failed',
    });
  });
});

describe('a process whose load was stopped', () => {
  it.each([true, false])('ends by itself, thread %s', async (thread) => {
    const { port } = await listenHttp(() => {});
    const program = join(root, 'test/fixtures/load/stop-and-exit.mjs');
    const args = [program, String(port), String(thread)];
    const { stdout } = await run(process.execPath, args, { timeout: 20_000 });
    expect(stdout).toBe('given up\n');
  });
});
