import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import { SquallError } from '../../../../src/core/errors.ts';
import { askControl } from '../../../../src/engine/control/ask-control.ts';
import { serveControl, type ControlRoutes } from '../../../../src/engine/control/serve-control.ts';
import { temporaryFolder } from '../../../helpers/processes.ts';

const ROUTES: ControlRoutes = {
  'GET /': async () => ({ up: true }),
  'POST /echo': async (body) => ({ body }),
  'POST /quiet': async () => undefined,
  'POST /refuse': async () => {
    throw new SquallError('undo-failed', 'it stays', { hint: 'remove it', exitCode: 5 });
  },
  'POST /bug': async () => {
    throw new TypeError('x is not a function');
  },
};

async function ask(folder: string, route: string, body?: unknown, within = 5000): Promise<unknown> {
  const { signal } = new AbortController();
  return await askControl(folder, route, body, { clock: systemClock, within, signal });
}

async function serving(folder = temporaryFolder()): Promise<string> {
  const server = await serveControl(folder, ROUTES, systemClock);
  onTestFinished(async () => await server.close());
  return folder;
}

describe('a control socket', () => {
  it('answers what it is asked, and is for its owner only', async () => {
    const folder = await serving();
    expect(await ask(folder, 'GET /')).toEqual({ up: true });
    expect(await ask(folder, 'POST /echo', { delay: '5ms' })).toEqual({ body: { delay: '5ms' } });
    expect(await ask(folder, 'POST /quiet')).toEqual({});
    expect(statSync(join(folder, 'control.sock')).mode & 0o777).toBe(0o600);
  });

  it('hands on what is thrown, as the same error', async () => {
    const folder = await serving();
    await expect(ask(folder, 'POST /refuse')).rejects.toMatchObject({
      name: 'SquallError',
      code: 'undo-failed',
      message: 'it stays',
      hint: 'remove it',
      exitCode: 5,
    });
    const bug: unknown = await ask(folder, 'POST /bug').catch((error: unknown) => error);
    expect(bug).toMatchObject({ message: 'x is not a function' });
    expect(bug).not.toBeInstanceOf(SquallError);
  });

  it('survives what is no question of ours', async () => {
    const folder = await serving();
    const socketPath = join(folder, 'control.sock');
    for (const [method, path, content, status] of [
      ['GET', '/nothing', '', 404],
      ['POST', '/echo', '{', 500],
      ['POST', '/echo', 'x'.repeat(70_000), 500],
      ['POST', '/__proto__', '', 404],
    ] as const) {
      const asked = request({ socketPath, method, path, headers: { 'content-length': content.length } });
      asked.on('error', () => {});
      asked.end(content);
      const [response] = await once(asked, 'response');
      await text(response);
      expect([path, response.statusCode]).toEqual([path, status]);
    }
    expect(await ask(folder, 'GET /')).toEqual({ up: true });
  });

  it('keeps nothing of a question that does not say how long it is', async () => {
    const socketPath = join(await serving(), 'control.sock');
    const asked = request({ socketPath, method: 'POST', path: '/echo' });
    asked.on('error', () => {});
    asked.write('"it goes on');
    const [response] = await once(asked, 'response');
    expect(response.statusCode).toBe(500);
    expect(await text(response)).toContain('content-length');
    asked.destroy();
  });

  it('works in a folder whose path no address of a socket holds', async () => {
    const folder = join(temporaryFolder(), 'deep'.repeat(30), 'deeper'.repeat(20));
    mkdirSync(folder, { recursive: true });
    await serving(folder);
    expect(existsSync(join(folder, 'control.sock'))).toBe(true);
    expect(await ask(folder, 'GET /')).toEqual({ up: true });
  });

  it.each(['nowhere', 'n'.repeat(120)])('is refused where there is no place for it', async (name) => {
    const folder = join(temporaryFolder(), name);
    await expect(serveControl(folder, ROUTES, systemClock)).rejects.toMatchObject({
      code: 'control-not-served',
      exitCode: 3,
      hint: expect.stringContaining('--out'),
    });
  });

  it('keeps no process alive, and does not wait long for who says half of it', async () => {
    const folder = temporaryFolder();
    const before = process.getActiveResourcesInfo().length;
    const server = await serveControl(folder, ROUTES, systemClock);
    expect(process.getActiveResourcesInfo()).toHaveLength(before);
    const half = connect(join(folder, 'control.sock'));
    half.write('GET / HTTP/1.1\r\nhost');
    await once(half, 'connect');
    await server.close();
    await once(half, 'close');
    expect(existsSync(join(folder, 'control.sock'))).toBe(false);
  });

  it('goes with its server', async () => {
    const folder = temporaryFolder();
    const server = await serveControl(folder, ROUTES, systemClock);
    await server.close();
    expect(existsSync(join(folder, 'control.sock'))).toBe(false);
  });
});

describe('asking where nobody answers', () => {
  it('is no error where nobody listens', async () => {
    const folder = temporaryFolder();
    expect(await ask(folder, 'GET /')).toBeUndefined();
    expect(await ask(join(folder, 'gone'), 'GET /')).toBeUndefined();
  });

  it('says that it took too long', async () => {
    const folder = temporaryFolder();
    const mute = createServer(() => {}).listen(join(folder, 'control.sock'));
    onTestFinished(() => void mute.close());
    await once(mute, 'listening');
    await expect(ask(folder, 'GET /', undefined, 100)).rejects.toMatchObject({
      code: 'control-failed',
      exitCode: 3,
      message: expect.stringContaining('no answer within 0.1 s'),
    });
  });

  it('says that the socket is no socket', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'control.sock'), '');
    chmodSync(join(folder, 'control.sock'), 0o600);
    // A file refuses connections as a dead process does.
    expect(await ask(folder, 'GET /')).toBeUndefined();
  });

  it('ends with the signal', async () => {
    const folder = temporaryFolder();
    const mute = createServer(() => {}).listen(join(folder, 'control.sock'));
    onTestFinished(() => void mute.close());
    await once(mute, 'listening');
    const stop = new AbortController();
    const asked = askControl(folder, 'GET /', undefined, {
      clock: systemClock,
      within: 5000,
      signal: stop.signal,
    });
    stop.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });
});
