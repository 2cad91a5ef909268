import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { packError } from '../../core/wire-error.ts';
import { socketPathIn } from './socket-path.ts';

/** What can be asked, by `METHOD /path`; takes and gives plain data. */
export type ControlRoutes = Readonly<Record<string, (body: unknown) => Promise<unknown>>>;

export interface ControlServer {
  /** Answers what is being asked, and removes the socket. */
  close(): Promise<void>;
}

const OWNER_ONLY = 0o600;
const LARGEST_BODY = 65_536;

/**
 * Answers JSON over HTTP on a socket in a folder that only its owner may enter: what `curl --unix-socket` can ask as well. What a
 * route throws is the body of an answer 500.
 */
export async function serveControl(folder: string, routes: ControlRoutes): Promise<ControlServer> {
  const address = await socketPathIn(folder);
  const server = createServer((request, response) => void answer(request, response, routes));
  server.listen(address.path);
  await once(server, 'listening');
  await chmod(address.path, OWNER_ONLY);
  return {
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
      await address.release();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: ControlRoutes,
): Promise<void> {
  // Who asks may go away; whoever serves does not care.
  response.on('error', () => {});
  const route = `${request.method} ${request.url}`;
  try {
    const body = await bodyOf(request);
    if (!Object.hasOwn(routes, route)) {
      reply(response, 404, { routes: Object.keys(routes) });
      return;
    }
    reply(response, 200, (await routes[route]?.(body)) ?? {});
  } catch (error) {
    reply(response, 500, { error: packError(error) });
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const length = Number(request.headers['content-length'] ?? 0);
  if (!(length <= LARGEST_BODY)) throw new Error(`a request holds at most ${LARGEST_BODY} bytes`);
  const said = await text(request);
  return said === '' ? undefined : JSON.parse(said);
}

function reply(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(`${JSON.stringify(value)}\n`);
}
