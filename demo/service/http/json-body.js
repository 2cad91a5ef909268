import { HttpError } from './reply.js';

const BODY_LIMIT = 4096;

/**
 * Reads the JSON body of a request: at most 4 KiB, so that no client can fill the memory.
 * @param {import('node:http').IncomingMessage} incoming
 * @returns {Promise<unknown>}
 */
export async function readJsonBody(incoming) {
  const type = incoming.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new HttpError(415, 'unsupported-media-type', 'the body must be application/json');
  }
  const text = await readText(incoming);
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'invalid-json', 'the body is not valid JSON');
  }
}

/** @param {import('node:http').IncomingMessage} incoming */
async function readText(incoming) {
  let size = 0;
  /** @type {Buffer[]} */
  const chunks = [];
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > BODY_LIMIT) {
      // The rest of the body is not read, so the connection cannot be used again.
      throw new HttpError(413, 'body-too-large', `the body must be at most ${BODY_LIMIT} bytes`, {
        connection: 'close',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
