import { request, type IncomingMessage } from 'node:http';
import { CONTROL_SOCKET } from '../../core/artefacts.ts';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import { codeOf, reasonOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseWireError, unpackError } from '../../core/wire-error.ts';
import { socketPathIn } from './socket-path.ts';

export interface AskOptions {
  readonly clock: Clock;
  /** How long the answer may take. */
  readonly within: Milliseconds;
  readonly signal: AbortSignal;
}

/**
 * Asks within the time.
 * @returns undefined when nobody listens
 * @throws SquallError `control-denied` or `control-failed`, exit code 3, where it cannot be asked.
 */
export async function askInTime<T>(
  folder: string,
  { clock, within, signal }: AskOptions,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const waiting = new AbortController();
  const late = new AbortController();
  const timer = clock.sleep(within, AbortSignal.any([signal, waiting.signal])).then(
    () => late.abort(new Error(`no answer within ${within / 1000} s`)),
    () => {},
  );
  try {
    return await ask(AbortSignal.any([signal, late.signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (late.signal.aborted) throw controlFailed(folder, late.signal.reason);
    return notAsked(error, folder);
  } finally {
    waiting.abort();
    await timer;
  }
}

interface Question {
  readonly body: unknown;
  readonly signal: AbortSignal;
}

/** Resolves to the answer when it begins. */
export async function connectControl(
  folder: string,
  route: string,
  { body, signal }: Question,
): Promise<IncomingMessage> {
  const [method = '', path = ''] = route.split(' ');
  const content = body === undefined ? '' : JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) };
  const { path: socketPath, release } = await socketPathIn(folder);
  try {
    return await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request({ socketPath, method, path, headers, signal, agent: false }, resolve);
      asked.on('error', reject);
      asked.end(content);
    });
  } finally {
    await release();
  }
}

/** @throws what was thrown there. */
export function resultOf(answer: unknown): unknown {
  const error = isRecord(answer) ? parseWireError(answer['error']) : undefined;
  if (error !== undefined) throw unpackError(error);
  return answer;
}

/** Nobody listens where there is no socket, or where its process was killed. */
function notAsked(error: unknown, folder: string): undefined {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined;
  if (code !== 'EACCES' && code !== 'EPERM') throw controlFailed(folder, error);
  throw new SquallError('control-denied', `\`${folder}/${CONTROL_SOCKET}\` is for its owner only`, {
    hint: 'run this as the user that started it',
    exitCode: EXIT_CODES.environment,
    cause: error,
  });
}

export function controlFailed(folder: string, cause: unknown): SquallError {
  return new SquallError('control-failed', `\`${folder}/${CONTROL_SOCKET}\`: ${reasonOf(cause)}`, {
    hint: 'look at what its process does; `scenario cleanup` undoes what it did, once it has ended',
    exitCode: EXIT_CODES.environment,
    cause,
  });
}
