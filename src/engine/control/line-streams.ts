import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { packError } from '../../core/wire-error.ts';

/**
 * What is told for as long as somebody listens, by `METHOD /path`: lines of plain data, some at a time. What it throws before the first
 * of them is thrown to who asked. The next are only taken when those before have been, so that a slow reader costs no memory here;
 * what does not wait for it is for the route to bound. The signal aborts when nobody reads any more, and when the server closes.
 */
export type ControlStreams = Readonly<Record<string, ControlStream>>;
type ControlStream = (body: unknown, signal: AbortSignal) => Promise<AsyncIterable<readonly unknown[]>>;

/** Each has a buffer, and somebody who polls the run. */
const MOST_STREAMS = 16;

/** The streams that a server has open. */
export class LineStreams {
  readonly #open = new Set<AbortController>();

  /**
   * Answers with a stream until it is over. An end that was meant is a complete answer; who is cut off in the middle sees that.
   * @throws SquallError `control-busy`, exit code 3, or what the stream throws before it begins.
   */
  async answer(response: ServerResponse, body: unknown, stream: ControlStream): Promise<void> {
    if (this.#open.size >= MOST_STREAMS) throw tooMany();
    const ended = new AbortController();
    const { signal } = ended;
    response.on('close', () => ended.abort(new Error('nobody reads any more')));
    this.#open.add(ended);
    try {
      const batches = await stream(body, signal);
      response.writeHead(200, { 'content-type': 'application/x-ndjson', connection: 'close' });
      response.flushHeaders();
      await send(response, batches, signal);
    } finally {
      this.#open.delete(ended);
    }
  }

  /** Ends all of them. */
  close(): void {
    for (const ended of this.#open) ended.abort(new Error('the server closes'));
  }
}

async function send(
  response: ServerResponse,
  batches: AsyncIterable<readonly unknown[]>,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const batch of batches) {
      if (batch.length === 0) continue;
      if (!response.write(textOf(batch))) await once(response, 'drain', { signal });
    }
  } catch (error) {
    if (!signal.aborted) response.write(textOf([{ error: packError(error) }]));
  }
  response.end();
}

function textOf(batch: readonly unknown[]): string {
  return batch.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function tooMany(): SquallError {
  return new SquallError('control-busy', `${MOST_STREAMS} are watching already`, {
    hint: 'end one of the others first',
    exitCode: EXIT_CODES.environment,
  });
}
