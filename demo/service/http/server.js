import { createServer } from 'node:http';
import { DRAIN_WITHIN, listenError, urlOf } from '../listening.js';
import { readJsonBody } from './json-body.js';
import { HttpError, errorReply } from './reply.js';
import { findRoute } from './router.js';

// Longer than any client of a scenario keeps an idle connection: a server that closes first races with the
// client's next request, and a slow link makes that race as wide as its round trip.
const KEEP_ALIVE = 75_000;

/**
 * @typedef {object} RunningServer
 * @property {URL} url
 * @property {() => Promise<void>} close answers what is open for up to 3 s, then closes every connection
 */

/**
 * Serves `routes`.
 * @param {string} name
 * @param {readonly import('./router.js').Route[]} routes
 * @param {import('../config.js').Listen} where port 0 lets the system choose
 * @returns {Promise<RunningServer>}
 */
export async function startServer(name, routes, where) {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, (incoming, outgoing) => {
    void respond(server, routes, incoming, outgoing);
  });
  const url = await listen(server, where);
  console.log(`${name} listening on ${url.origin}`);
  return { url, close: () => drain(server) };
}

/**
 * @param {import('node:http').Server} server
 * @param {readonly import('./router.js').Route[]} routes
 * @param {import('node:http').IncomingMessage} incoming
 * @param {import('node:http').ServerResponse} outgoing
 */
async function respond(server, routes, incoming, outgoing) {
  const reply = await answer(routes, incoming);
  outgoing.writeHead(reply.status, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-length': Buffer.byteLength(reply.body),
    ...reply.headers,
    // A draining server says so; otherwise a kept connection would hold it open.
    ...(server.listening ? {} : { connection: 'close' }),
  });
  outgoing.end(reply.body);
}

/**
 * @param {readonly import('./router.js').Route[]} routes
 * @param {import('node:http').IncomingMessage} incoming
 * @returns {Promise<import('./reply.js').Reply>}
 */
async function answer(routes, incoming) {
  try {
    const [path = '/', ...rest] = (incoming.url ?? '/').split('?');
    const { route, params } = findRoute(routes, incoming.method ?? 'GET', path);
    const query = new URLSearchParams(rest.join('?'));
    return await route.handle({ params, query, readJson: () => readJsonBody(incoming) });
  } catch (error) {
    if (error instanceof HttpError) return errorReply(error);
    console.error(error);
    return errorReply(new HttpError(500, 'internal', 'the service has a bug; its log says more'));
  }
}

/**
 * @param {import('node:http').Server} server
 * @param {import('../config.js').Listen} where
 * @returns {Promise<URL>}
 */
function listen(server, { host, port }) {
  return new Promise((resolve, reject) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      reject(listenError(error.code, { host, port }) ?? error);
    });
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
      resolve(urlOf({ host, port: address.port }));
    });
  });
}

/** @param {import('node:http').Server} server */
async function drain(server) {
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_WITHIN);
  await new Promise((resolve) => server.close(resolve));
  clearTimeout(deadline);
}
