import { request } from 'node:http';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import { check, type Check } from './check.ts';

const DEFAULT_SOCKET = '/var/run/docker.sock';
const DEADLINE: Milliseconds = 1000;

/** Asks the Docker Engine for one word, `GET /_ping`, and for nothing else. */
export async function tryDocker(
  dockerHost: string | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<Check> {
  const name = 'Docker socket';
  const host = dockerHost === undefined || dockerHost === '' ? `unix://${DEFAULT_SOCKET}` : dockerHost;
  if (!host.startsWith('unix://')) {
    const reason = `DOCKER_HOST is ${host}, and only an engine on this machine can be used`;
    return check(name, { kind: 'untried', reason });
  }
  const socketPath = host.slice('unix://'.length);
  const answer = await ping(socketPath, clock, signal);
  if (answer === 'OK') return check(name, { kind: 'yes', detail: socketPath });
  const { reason, hint } = explain(answer, socketPath);
  return check(name, { kind: 'no', reason }, hint);
}

/** The body of the answer, or the code of the error. */
async function ping(socketPath: string, clock: Clock, signal: AbortSignal): Promise<string> {
  const waiting = new AbortController();
  const either = AbortSignal.any([signal, waiting.signal]);
  const late = clock.sleep(DEADLINE, either).then(
    () => 'LATE',
    () => 'LATE',
  );
  const answer = new Promise<string>((resolve) => {
    const asked = request({ socketPath, path: '/_ping', signal: either }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      // Of whatever listens there, only so much is read.
      response.on('data', (chunk: string) => (body = `${body}${chunk}`.slice(0, 80)));
      response.on('end', () => resolve(response.statusCode === 200 ? body.trim() : `${response.statusCode}`));
      response.on('error', () => resolve('CUT'));
    });
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.end();
  });
  const first = await Promise.race([answer, late]);
  waiting.abort();
  signal.throwIfAborted();
  return first;
}

function explain(answer: string, socket: string): { readonly reason: string; readonly hint: string } {
  switch (answer) {
    case 'ENOENT':
      return {
        reason: `there is no ${socket}`,
        hint: 'install and start a Docker Engine, or set DOCKER_HOST',
      };
    case 'EACCES':
    case 'EPERM':
      return {
        reason: `permission denied on ${socket}`,
        hint: 'run as root, or join the group `docker` and log in again',
      };
    case 'ECONNREFUSED':
      return {
        reason: `nobody listens on ${socket}`,
        hint: 'start the Docker Engine: `systemctl start docker`',
      };
    case 'LATE':
      return {
        reason: `no answer on ${socket} within ${DEADLINE / 1000} s`,
        hint: 'restart the Docker Engine: `systemctl restart docker`',
      };
    default:
      return { reason: `${socket} answers ${answer}`, hint: 'see that a Docker Engine listens there' };
  }
}
