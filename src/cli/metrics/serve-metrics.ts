import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { codeOf, reasonOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { Address } from '../../drivers/driver.ts';
import { hostForUrl } from '../../engine/addresses.ts';
import type { Exposition } from './exposition.ts';
import { negotiateFormat } from './negotiate.ts';
import { CONTENT_TYPES } from './render.ts';

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

const PATH = '/metrics';

/**
 * Serves `/metrics`; port 0 lets the system choose.
 * @throws SquallError `metrics-not-served`, exit code 3, where nothing can listen there.
 */
export async function serveMetrics(at: Address, exposition: Exposition): Promise<MetricsServer> {
  const server = createServer((request, response) => void answer(request, response, exposition));
  try {
    server.listen({ host: at.host, port: at.port });
    await once(server, 'listening');
  } catch (error) {
    throw notServed(at, error);
  }
  return {
    url: `http://${hostForUrl(at.host)}:${portOf(server)}${PATH}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  exposition: Exposition,
): Promise<void> {
  // Who scrapes may go away meanwhile.
  response.on('error', () => {});
  const [path] = (request.url ?? '').split('?');
  if (path !== PATH) {
    reply(response, 404, `there is only ${PATH}\n`);
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    reply(response, 405, 'metrics can only be read\n');
    return;
  }
  const format = negotiateFormat(request.headers.accept);
  try {
    const text = await exposition.scrape(format);
    response.setHeader('vary', 'accept');
    response.setHeader('content-type', CONTENT_TYPES[format]);
    response.end(request.method === 'HEAD' ? undefined : text);
  } catch (error) {
    reply(response, 500, `${reasonOf(error)}\n`);
  }
}

function reply(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}

function portOf(server: Server): number {
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

function notServed({ host, port }: Address, cause: unknown): SquallError {
  const where = `${hostForUrl(host)}:${port}`;
  const inUse = codeOf(cause) === 'EADDRINUSE';
  return new SquallError(
    'metrics-not-served',
    `\`--metrics\` cannot listen on ${where}: ${inUse ? 'somebody else does already' : reasonOf(cause)}`,
    {
      hint: inUse
        ? 'name another port, or stop the program that uses this one'
        : 'name a port above 1023, and a host of this machine',
      exitCode: EXIT_CODES.environment,
      cause,
    },
  );
}
