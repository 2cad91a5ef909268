import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { isRecord } from '../../core/is-record.ts';

/** A call of the Docker Engine's API, which is HTTP over a Unix socket. */
export interface EngineCall {
  readonly socket: string;
  /** GET unless stated. */
  readonly method?: 'GET' | 'POST';
  /** With its query; each engine answers it by its own newest version of the API, of which little is used. */
  readonly path: string;
  /** Ends the call, also while its answer is being read. */
  readonly signal: AbortSignal;
}

/** The engine has understood the call, and says no. */
export class EngineRefusal extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/**
 * What the engine answers, as a value; text where it is no JSON.
 * @throws EngineRefusal; what the socket or HTTP fails with.
 */
export async function callEngine(call: EngineCall): Promise<unknown> {
  return parse(await text(await openEngine(call)));
}

/**
 * Resolves with an answer that is still to be read.
 * @throws as `callEngine`.
 */
export async function openEngine({
  socket,
  method = 'GET',
  path,
  signal,
}: EngineCall): Promise<IncomingMessage> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    // A connection of its own: nothing stays open behind the answer.
    request({ socketPath: socket, agent: false, method, path, signal }, resolve).on('error', reject).end();
  });
  const { statusCode = 0 } = answer;
  if (statusCode < 400) return answer;
  const said = await text(answer);
  const answered = parse(said);
  const message = isRecord(answered) ? answered['message'] : undefined;
  throw new EngineRefusal(statusCode, typeof message === 'string' ? message : `HTTP ${statusCode}: ${said}`);
}

function parse(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return said;
  }
}
