import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { codeOf } from '../../core/errors.ts';
import { askInTime, connectControl, controlFailed, resultOf, type AskOptions } from './connect-control.ts';

const OK = 200;

/**
 * Asks for a stream of what is under way in a folder, as `POST /tap`. Lines that come together are given together, and no more are taken
 * before those have been used. It is over when the server ends it; `within` is for its beginning only.
 * @returns undefined when nobody listens
 * @throws SquallError as `askControl`, now or in the middle, and `control-failed` when it is cut off.
 */
export async function followControl(
  folder: string,
  route: string,
  body: unknown,
  options: AskOptions,
): Promise<AsyncGenerator<readonly unknown[]> | undefined> {
  const begun = await askInTime(folder, options, async (signal) => {
    const response = await connectControl(folder, route, { body, signal });
    return { response, refusal: response.statusCode === OK ? undefined : await text(response) };
  });
  if (begun === undefined) return undefined;
  const { response, refusal } = begun;
  if (refusal !== undefined) {
    resultOf(JSON.parse(refusal));
    throw controlFailed(folder, new Error(`\`${route}\` is answered with ${response.statusCode}`));
  }
  return linesOf(response, folder, options.signal);
}

async function* linesOf(
  response: IncomingMessage,
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<readonly unknown[]> {
  let rest = '';
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) yield lines.map((line) => resultOf(JSON.parse(line)));
    }
  } catch (error) {
    signal.throwIfAborted();
    throw isCut(error) ? controlFailed(folder, new Error('its process has ended without a word')) : error;
  }
}

function isCut(error: unknown): boolean {
  return codeOf(error) === 'ECONNRESET';
}
