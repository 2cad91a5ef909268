import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { inspection, listLine, type FakeContainer } from './containers.ts';
import { temporaryFolder } from './processes.ts';

/** A Docker Engine's socket, for the failures that a real one cannot be made to show. */
export interface FakeDocker {
  readonly socket: string;
  containers: readonly FakeContainer[];
  /** How it answers: as an engine, never, with an error of its own, or with something else altogether. */
  mood: 'fine' | 'hangs' | 'fails' | 'babbles' | 'hangs up';
  /** Ids of containers that it lists, and does not know when it is asked about them. */
  readonly removed: Set<string>;
  /** What it was asked. */
  readonly asked: readonly string[];
  /** What it was told to do with containers, as `POST /containers/ID/restart`. */
  readonly told: readonly string[];
  /** Tells all who watch. */
  tell(event: unknown): void;
  endEvents(): void;
}

export async function startFakeDocker(containers: readonly FakeContainer[] = []): Promise<FakeDocker> {
  const asked: string[] = [];
  const told: string[] = [];
  const watchers = new Set<ServerResponse>();
  const socket = join(temporaryFolder(), 'docker.sock');
  const fake: FakeDocker = {
    socket,
    containers,
    mood: 'fine',
    removed: new Set(),
    asked,
    told,
    tell: (event) => watchers.forEach((watcher) => watcher.write(`${JSON.stringify(event)}\n`)),
    endEvents: () => watchers.forEach((watcher) => watcher.end()),
  };
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.method === 'POST') told.push(`POST ${request.url}`);
    answer(fake, request, response, watchers);
  });
  server.listen(socket);
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return fake;
}

function answer(
  { mood, containers, removed }: FakeDocker,
  { url = '' }: IncomingMessage,
  response: ServerResponse,
  watchers: Set<ServerResponse>,
): void {
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (mood === 'hangs') return;
  if (mood === 'hangs up') return void response.destroy();
  if (mood === 'fails') return send(500, { message: 'the storage driver is on fire' });
  if (mood === 'babbles') return send(200, 'hello');
  const { pathname, searchParams } = new URL(url, 'http://docker');
  if (pathname === '/events') {
    watchers.add(response);
    response.on('close', () => watchers.delete(response)).writeHead(200);
    return response.flushHeaders();
  }
  if (pathname === '/containers/json') {
    const all = searchParams.get('all') === 'true';
    return send(200, containers.filter(({ state = 'running' }) => all || state === 'running').map(listLine));
  }
  const [, id, action] = /^\/containers\/([^/]+)\/(json|kill|restart)$/.exec(pathname) ?? [];
  const found = containers.find((container) => container.id === id && !removed.has(id));
  if (found !== undefined && action !== 'json') return void response.writeHead(204).end();
  return found === undefined
    ? send(404, { message: `No such container: ${id}` })
    : send(200, inspection(found));
}
