import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { CONTROL_SOCKET } from '../../core/artefacts.ts';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { fileReason } from '../../core/file-reason.ts';
import { packError } from '../../core/wire-error.ts';
import { LineStreams, type ControlStreams } from './line-streams.ts';
import { socketPathIn, type SocketPath } from './socket-path.ts';

/** What can be asked, by `METHOD /path`; takes and gives plain data. */
export type ControlRoutes = Readonly<Record<string, (body: unknown) => Promise<unknown>>>;

export interface ControlServer {
  /** Ends what is being told, answers what is being asked, for as long as a moment, and removes the socket. */
  close(): Promise<void>;
}

/** For who asks half a question or does not read the answer. */
const PATIENCE: Milliseconds = 500;

const OWNER_ONLY = 0o600;
const LARGEST_BODY = 65_536;

/**
 * Answers JSON over HTTP on a socket in a folder that only its owner may enter: what `curl --unix-socket` can ask as well. What a
 * route throws is the body of an answer 500. A stream answers with lines of JSON, see `followControl`. A process that has nothing else to
 * do ends.
 * @throws SquallError `control-not-served`, exit code 3, where the folder cannot hold a socket.
 */
export async function serveControl(
  folder: string,
  routes: ControlRoutes,
  clock: Clock,
  streams: ControlStreams = {},
): Promise<ControlServer> {
  const serving: Serving = { routes, streams, lines: new LineStreams() };
  const server = createServer((request, response) => void answer(request, response, serving));
  const address = await listenIn(folder, server).catch((error: unknown) => {
    throw notServed(folder, error);
  });
  return {
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      serving.lines.close();
      server.closeIdleConnections();
      const waiting = new AbortController();
      const late = clock.sleep(PATIENCE, waiting.signal).catch(() => {});
      await Promise.race([closed, late]);
      waiting.abort();
      server.closeAllConnections();
      await closed;
      await address.release();
    },
  };
}

async function listenIn(folder: string, server: Server): Promise<SocketPath> {
  const address = await socketPathIn(folder);
  try {
    server.listen(address.path);
    await once(server, 'listening');
    server.unref();
    await chmod(address.path, OWNER_ONLY);
    return address;
  } catch (error) {
    server.close();
    await address.release();
    throw error;
  }
}

function notServed(folder: string, cause: unknown): SquallError {
  return new SquallError(
    'control-not-served',
    `\`${folder}\` cannot hold the socket \`${CONTROL_SOCKET}\`: ${fileReason(cause)}`,
    {
      hint: 'name a folder on a local file system that you can write to with `--out DIR`',
      exitCode: EXIT_CODES.environment,
      cause,
    },
  );
}

interface Serving {
  readonly routes: ControlRoutes;
  readonly streams: ControlStreams;
  readonly lines: LineStreams;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, streams, lines }: Serving,
): Promise<void> {
  // Who asks may go away; whoever serves does not care.
  response.on('error', () => {});
  const route = `${request.method} ${request.url}`;
  try {
    const body = await bodyOf(request);
    const stream = Object.hasOwn(streams, route) ? streams[route] : undefined;
    if (stream !== undefined) await lines.answer(response, body, stream);
    else if (Object.hasOwn(routes, route)) reply(response, 200, (await routes[route]?.(body)) ?? {});
    else reply(response, 404, { routes: [...Object.keys(routes), ...Object.keys(streams)] });
  } catch (error) {
    reply(response, 500, { error: packError(error) });
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const { 'content-length': length = 0, 'transfer-encoding': encoding } = request.headers;
  if (!(Number(length) <= LARGEST_BODY)) throw new Error(`a request holds at most ${LARGEST_BODY} bytes`);
  // In chunks it could go on without an end.
  if (encoding !== undefined) throw new Error('a request says its `content-length`');
  const said = await text(request);
  return said === '' ? undefined : JSON.parse(said);
}

function reply(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(`${JSON.stringify(value)}\n`);
}
