import { once } from 'node:events';
import { createServer } from 'node:http';

import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { checkUrl } from '../../../src/engine/services/check-url.ts';
import { reservePorts } from '../../../src/engine/services/free-ports.ts';
import type { PlannedUrl } from '../../../src/plan/plan.ts';

const context = { clock: systemClock, signal: new AbortController().signal };

function service(url: string, more: Partial<PlannedUrl> = {}): PlannedUrl {
  return { kind: 'url', name: 'shop', protocol: 'http', url, ready: { within: 400 }, ...more };
}

/** Answers `/ok` with 204, `/moved` with 302 and everything else with 404. */
async function serve(): Promise<string> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/ok' ? 204 : request.url === '/moved' ? 302 : 404;
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

describe('checkUrl', () => {
  it.each(['/ok', '/moved', undefined])('accepts what answers, asked for %s', async (get) => {
    const ready = { within: 400, ...(get !== undefined && { get }) };
    await expect(checkUrl(service(await serve(), { ready }), context)).resolves.toBeUndefined();
  });

  it('explains an answer that is not success', async () => {
    const url = await serve();
    const checking = checkUrl(service(url, { ready: { get: '/cart', within: 200 } }), context);
    await expect(checking).rejects.toMatchObject({
      code: 'service-unreachable',
      exitCode: 3,
      message: `service \`shop\` at ${url} did not answer within 200ms: GET ${url}/cart gave 404`,
    });
  });

  it.each(['127.0.0.1', 'localhost'])('explains that nothing listens on %s', async (host) => {
    const [port] = await reservePorts('127.0.0.1', 1);
    const checking = checkUrl(service(`http://${host}:${port}`), context);
    await expect(checking).rejects.toMatchObject({ message: expect.stringContaining('ECONNREFUSED') });
  });

  it('waits for a service that comes up', async () => {
    const [port = 0] = await reservePorts('127.0.0.1', 1);
    const server = createServer();
    onTestFinished(() => void server.close());
    setTimeout(() => server.listen(port, '127.0.0.1'), 300);
    const ready = { within: 10_000 };
    await expect(checkUrl(service(`http://127.0.0.1:${port}`, { ready }), context)).resolves.toBeUndefined();
  });

  it('ends with the signal', async () => {
    const [port] = await reservePorts('127.0.0.1', 1);
    const signal = AbortSignal.timeout(100);
    const checking = checkUrl(service(`http://127.0.0.1:${port}`, { ready: { within: 60_000 } }), {
      ...context,
      signal,
    });
    await expect(checking).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
