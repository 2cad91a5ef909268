import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import { SquallError } from '../../../../src/core/errors.ts';
import { followControl } from '../../../../src/engine/control/follow-control.ts';
import type { ControlStreams } from '../../../../src/engine/control/line-streams.ts';
import { serveControl, type ControlServer } from '../../../../src/engine/control/serve-control.ts';
import { becomesTrue, temporaryFolder } from '../../../helpers/processes.ts';

/** What the streams of one server have done. */
interface Told {
  batches: number;
  ended: number;
}

const LARGE = 'x'.repeat(10_000);

function streamsTelling(told: Told): ControlStreams {
  async function* forever(signal: AbortSignal, line: unknown, pause: number): AsyncGenerator<unknown[]> {
    try {
      for (;;) {
        await systemClock.sleep(pause, signal);
        told.batches += 1;
        yield [{ line, number: told.batches }];
      }
    } finally {
      told.ended += 1;
    }
  }
  return {
    'POST /count': async (body) =>
      (async function* () {
        for (let number = 1; number <= Number(body); number += 1) yield [{ number }, { again: number }];
      })(),
    'GET /forever': async (_body, signal) => forever(signal, 'x', 1),
    'GET /flood': async (_body, signal) => forever(signal, LARGE, 0),
    'GET /never': async (_body, signal) => forever(signal, 'x', 3_600_000),
    'GET /refuse': async () => {
      throw new SquallError('unknown-name', 'no such edge', { hint: 'name another', exitCode: 2 });
    },
    'GET /break': async () =>
      (async function* () {
        yield [{ number: 1 }];
        throw new SquallError('driver-gone', 'it hangs', { exitCode: 4 });
      })(),
  };
}

interface Serving {
  readonly folder: string;
  readonly server: ControlServer;
  readonly told: Told;
}

async function serving(): Promise<Serving> {
  const told: Told = { batches: 0, ended: 0 };
  const folder = temporaryFolder();
  const server = await serveControl(folder, {}, systemClock, streamsTelling(told));
  onTestFinished(async () => await server.close().catch(() => {}));
  return { folder, server, told };
}

async function follow(
  folder: string,
  route: string,
  body?: unknown,
  signal = new AbortController().signal,
): Promise<AsyncGenerator<readonly unknown[]>> {
  const stream = await followControl(folder, route, body, { clock: systemClock, within: 5000, signal });
  if (stream === undefined) throw new Error('nobody listens');
  return stream;
}

async function linesOf(stream: AsyncGenerator<readonly unknown[]>): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const batch of stream) lines.push(...batch);
  return lines;
}

/** Asks and never reads a byte of what comes. */
async function askAndStop(folder: string, route: string): Promise<IncomingMessage> {
  const [method, path] = route.split(' ');
  const socketPath = join(folder, 'control.sock');
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ socketPath, method, path, agent: false }, resolve).on('error', reject).end();
  });
  response.on('error', () => {});
  response.pause();
  onTestFinished(() => void response.destroy());
  return response;
}

describe('a stream of a control socket', () => {
  it('gives its lines in order and ends', async () => {
    const { folder } = await serving();
    expect(await linesOf(await follow(folder, 'POST /count', 2))).toEqual([
      { number: 1 },
      { again: 1 },
      { number: 2 },
      { again: 2 },
    ]);
    expect(await linesOf(await follow(folder, 'POST /count', 0))).toEqual([]);
  });

  it('throws to who asked what it throws, before it begins and in the middle', async () => {
    const { folder } = await serving();
    await expect(follow(folder, 'GET /refuse')).rejects.toMatchObject({
      code: 'unknown-name',
      hint: 'name another',
      exitCode: 2,
    });
    await expect(linesOf(await follow(folder, 'GET /break'))).rejects.toMatchObject({ code: 'driver-gone' });
    await expect(follow(folder, 'GET /other')).rejects.toMatchObject({ code: 'control-failed' });
  });

  it('is not where nobody listens', async () => {
    await expect(follow(temporaryFolder(), 'GET /forever')).rejects.toThrow('nobody listens');
  });

  it('ends when its reader goes away', async () => {
    const { folder, told } = await serving();
    for await (const batch of await follow(folder, 'GET /forever')) if (batch.length > 0) break;
    const stop = new AbortController();
    const silent = await follow(folder, 'GET /never', undefined, stop.signal);
    const next = silent.next();
    stop.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
    expect(await becomesTrue(() => told.ended === 2, 5000)).toBe(true);
  });

  it('takes no more from its source than a reader that has stopped lets it', async () => {
    const { folder, told } = await serving();
    const response = await askAndStop(folder, 'GET /flood');
    let before = -1;
    await becomesTrue(() => {
      const same = told.batches === before && told.batches > 0;
      before = told.batches;
      return same;
    }, 5000);
    const stalled = told.batches;
    await systemClock.sleep(300);
    expect(told.batches).toBe(stalled);
    // What the kernel and two buffers hold, and not what a source without an end has.
    expect(stalled * LARGE.length).toBeLessThan(2_000_000);
    response.resume();
    expect(await becomesTrue(() => told.batches > stalled, 5000)).toBe(true);
  });

  it('closes with its server, whether or not anybody reads', async () => {
    const { folder, server, told } = await serving();
    const silent = linesOf(await follow(folder, 'GET /never'));
    const stopped = await askAndStop(folder, 'GET /flood');
    await becomesTrue(() => told.batches > 20, 5000);
    const half: Socket = connect(join(folder, 'control.sock'));
    half.on('error', () => {});
    half.write('POST /count HTTP/1.1\r\ncontent-length: 5\r\n\r\n1');
    await once(half, 'connect');
    const begin = systemClock.now();
    await server.close();
    expect(systemClock.now() - begin).toBeLessThan(2000);
    expect(await silent).toEqual([]);
    expect(existsSync(join(folder, 'control.sock'))).toBe(false);
    expect(told.ended).toBe(2);
    stopped.destroy();
  });

  it('says that it was cut off when its process is gone', async () => {
    const folder = temporaryFolder();
    const dying = createServer((_request, response) => {
      response.write('{"number":1}\n{"num');
      setTimeout(() => response.destroy(), 50);
    }).listen(join(folder, 'control.sock'));
    onTestFinished(() => void dying.close());
    await once(dying, 'listening');
    const stream = await follow(folder, 'GET /forever');
    expect(await stream.next()).toEqual({ done: false, value: [{ number: 1 }] });
    await expect(stream.next()).rejects.toMatchObject({
      code: 'control-failed',
      message: expect.stringContaining('ended without a word'),
    });
  });

  it('is open to a bounded number of readers, and to the next when one has gone', async () => {
    const { folder, told } = await serving();
    const stop = new AbortController();
    const first = await Promise.all(
      Array.from({ length: 15 }, () => follow(folder, 'GET /never', undefined, stop.signal)),
    );
    const waiting = first.map((stream) => stream.next().catch(() => {}));
    const last = await follow(folder, 'GET /forever');
    await expect(follow(folder, 'GET /never')).rejects.toMatchObject({ code: 'control-busy', exitCode: 3 });
    await last.next();
    await last.return(undefined);
    await becomesTrue(() => told.ended === 1, 5000);
    expect(await linesOf(await follow(folder, 'POST /count', 1))).toHaveLength(2);
    stop.abort();
    await Promise.all(waiting);
  });
});
