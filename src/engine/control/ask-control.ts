import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import { reasonOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseWireError, unpackError } from '../../core/wire-error.ts';
import { CONTROL_SOCKET, socketPathIn } from './socket-path.ts';

export interface AskOptions {
  readonly clock: Clock;
  /** How long the answer may take. */
  readonly within: Milliseconds;
  readonly signal: AbortSignal;
}

/**
 * Asks what is under way in a folder, as `POST /change`. What it throws there is thrown here.
 * @returns undefined when nobody listens
 * @throws SquallError `control-denied` or `control-failed`, exit code 3, where it cannot be asked.
 */
export async function askControl(
  folder: string,
  route: string,
  body: unknown,
  { clock, within, signal }: AskOptions,
): Promise<unknown> {
  const waiting = new AbortController();
  const either = AbortSignal.any([signal, waiting.signal]);
  const late = clock.sleep(within, either).then(
    () => waiting.abort(new Error(`no answer within ${within / 1000} s`)),
    () => {},
  );
  let answer: string;
  try {
    answer = await exchange(folder, route, { body, signal: either });
  } catch (error) {
    signal.throwIfAborted();
    if (waiting.signal.aborted) throw failed(folder, waiting.signal.reason);
    return notAsked(error, folder);
  } finally {
    waiting.abort();
    await late;
  }
  return resultOf(JSON.parse(answer));
}

interface Question {
  readonly body: unknown;
  readonly signal: AbortSignal;
}

async function exchange(folder: string, route: string, { body, signal }: Question): Promise<string> {
  const [method = '', path = ''] = route.split(' ');
  const content = body === undefined ? '' : JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) };
  const { path: socketPath, release } = await socketPathIn(folder);
  try {
    return await new Promise<string>((resolve, reject) => {
      const asked = request({ socketPath, method, path, headers, signal, agent: false }, (response) => {
        text(response).then(resolve, reject);
      });
      asked.on('error', reject);
      asked.end(content);
    });
  } finally {
    await release();
  }
}

function resultOf(answer: unknown): unknown {
  const error = isRecord(answer) ? parseWireError(answer['error']) : undefined;
  if (error !== undefined) throw unpackError(error);
  return answer;
}

/** Nobody listens where there is no socket, or where its process was killed. */
function notAsked(error: unknown, folder: string): undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined;
  if (code !== 'EACCES' && code !== 'EPERM') throw failed(folder, error);
  throw new SquallError('control-denied', `\`${folder}/${CONTROL_SOCKET}\` is for its owner only`, {
    hint: 'run this as the user that started it',
    exitCode: EXIT_CODES.environment,
    cause: error,
  });
}

function failed(folder: string, cause: unknown): SquallError {
  return new SquallError('control-failed', `\`${folder}/${CONTROL_SOCKET}\`: ${reasonOf(cause)}`, {
    hint: 'look at what its process does; `scenario cleanup` undoes what it did, once it has ended',
    exitCode: EXIT_CODES.environment,
    cause,
  });
}
