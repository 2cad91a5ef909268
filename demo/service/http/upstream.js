import { Agent, request } from 'node:http';
import { isRecord } from '../record.js';
import { HttpError } from './reply.js';

const RESPONSE_LIMIT = 1_048_576;

/**
 * @typedef {object} Upstream
 * @property {(path: string) => Promise<unknown>} get
 * @property {(path: string, value: unknown) => Promise<unknown>} post
 * @property {() => void} close
 */

/**
 * A service that this one depends on, over connections that are kept. What goes wrong there becomes an
 * answer here: 504 when it does not answer in time, 502 when it cannot be reached or answers nonsense;
 * its own 4xx are passed on.
 * @param {string} name
 * @param {URL} origin
 * @param {number} timeout milliseconds until the last byte of an answer
 * @returns {Upstream}
 */
export function connectUpstream(name, origin, timeout) {
  const agent = new Agent({ keepAlive: true });
  /**
   * @param {string} method
   * @param {string} path
   * @param {string} [body]
   */
  const call = async (method, path, body) => {
    const signal = AbortSignal.timeout(timeout);
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      const sent = request(new URL(path, origin), { agent, method, headers, signal });
      sent.end(body);
      return await readAnswer(name, sent);
    } catch (error) {
      if (error instanceof HttpError) throw error;
      throw signal.aborted
        ? new HttpError(504, 'upstream-timeout', `${name} did not answer within ${timeout} ms`)
        : upstreamFailure(name, error);
    }
  };
  return {
    get: (path) => call('GET', path),
    post: (path, value) => call('POST', path, JSON.stringify(value)),
    close: () => agent.destroy(),
  };
}

/**
 * @param {string} name
 * @param {import('node:http').ClientRequest} sent
 * @returns {Promise<unknown>}
 */
async function readAnswer(name, sent) {
  /** @type {import('node:http').IncomingMessage} */
  const response = await new Promise((resolve, reject) => {
    sent.once('response', resolve);
    sent.on('error', reject);
  });
  const value = parseAnswer(name, await readText(name, response));
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return value;
  const { code, message } = errorIn(value);
  if (status >= 400 && status < 500) throw new HttpError(status, code, message);
  throw new HttpError(502, 'upstream-failed', `${name} answered ${status}`);
}

/**
 * @param {string} name
 * @param {import('node:http').IncomingMessage} response
 */
async function readText(name, response) {
  let size = 0;
  /** @type {Buffer[]} */
  const chunks = [];
  for await (const chunk of response) {
    size += chunk.length;
    if (size > RESPONSE_LIMIT) throw new HttpError(502, 'upstream-failed', `${name} answered too much`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * @param {string} name
 * @param {string} text
 * @returns {unknown}
 */
function parseAnswer(name, text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(502, 'upstream-failed', `${name} answered something that is not JSON`);
  }
}

/**
 * @param {unknown} value
 * @returns {{ readonly code: string, readonly message: string }}
 */
function errorIn(value) {
  const error = isRecord(value) ? value['error'] : undefined;
  if (isRecord(error)) {
    const { code, message } = error;
    if (typeof code === 'string' && typeof message === 'string') return { code, message };
  }
  return { code: 'upstream-failed', message: 'no reason was given' };
}

/**
 * @param {string} name
 * @param {unknown} error
 */
function upstreamFailure(name, error) {
  const code = isRecord(error) ? error['code'] : undefined;
  if (code === 'ECONNREFUSED') return new HttpError(502, 'upstream-refused', `${name} refuses connections`);
  const reason = typeof code === 'string' ? code : String(error);
  return new HttpError(502, 'upstream-failed', `the connection to ${name} failed (${reason})`);
}
