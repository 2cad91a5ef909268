import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import path from 'node:path';

/** A container whose processes a signal has stopped, and the socket of its engine. */
export interface StoppedContainer {
  readonly socket: string;
  /** All 64 digits. */
  readonly id: string;
}

/** Whether a journal can mean one: nothing else is sent to a socket. */
export function isStoppedContainer({ socket, id }: StoppedContainer): boolean {
  return path.isAbsolute(socket) && /^[0-9a-f]{64}$/.test(id);
}

/** How long the engine may take to answer. */
const WITHIN = 5_000;

/**
 * Lets the first process of a container go on, by nothing but the engine's socket: who cleans up after a crash has no client of it. A
 * container that is gone or does not run has nothing to go on with.
 */
export async function continueContainer({ socket, id }: StoppedContainer): Promise<void> {
  const asked = request({
    socketPath: socket,
    method: 'POST',
    path: `/containers/${id}/kill?signal=SIGCONT`,
    timeout: WITHIN,
  });
  asked.on('timeout', () => asked.destroy(new Error(`no answer from ${socket}`))).end();
  const [answer]: IncomingMessage[] = await once(asked, 'response');
  answer?.resume();
  const status = answer?.statusCode ?? 0;
  if (status < 300 || status === 404 || status === 409) return;
  throw new Error(
    `the Docker Engine answered ${status} when it was to continue container ${id.slice(0, 12)}`,
  );
}
