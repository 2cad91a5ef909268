import { callbackify } from 'node:util';
import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from '@grpc/grpc-js';
import { DRAIN_WITHIN, listenError, urlOf } from '../../service/listening.js';

// The library would say on standard error, too, what it rejects with.
setLogVerbosity(logVerbosity.NONE);

/**
 * Answers one call; what it throws is the call's status, UNKNOWN unless it has a `code`.
 * @typedef {(request: Readonly<Record<string, unknown>>) => object | Promise<object>} Method
 */

/**
 * Serves gRPC.
 * @param {string} name
 * @param {import('@grpc/grpc-js').ServiceDefinition} definition
 * @param {Readonly<Record<string, Method>>} methods by their names in the definition
 * @param {import('../../service/config.js').Listen} where port 0 lets the system choose
 * @returns {Promise<() => Promise<void>>} closes: answers what is open for up to 3 s, then ends every connection
 */
export async function startGrpcServer(name, definition, methods, where) {
  const server = new Server();
  const handlers = Object.entries(methods).map(([method, answer]) => [method, unary(answer)]);
  server.addService(definition, Object.fromEntries(handlers));
  const port = await bind(server, where);
  console.log(`${name} listening on ${urlOf({ host: where.host, port }).origin}`);
  return () => drain(server);
}

/**
 * @param {Method} answer
 * @returns {import('@grpc/grpc-js').handleUnaryCall<Readonly<Record<string, unknown>>, object>}
 */
function unary(answer) {
  return callbackify(async (call) => await answer(call.request));
}

/**
 * @param {Server} server
 * @param {import('../../service/config.js').Listen} where
 * @returns {Promise<number>}
 */
function bind(server, where) {
  return new Promise((resolve, reject) => {
    server.bindAsync(urlOf(where).host, ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      // The library keeps only the text of the system's error.
      else reject(listenError(/\bE[A-Z]+\b/.exec(error.message)?.[0], where) ?? error);
    });
  });
}

/** @param {Server} server */
async function drain(server) {
  const deadline = setTimeout(() => server.forceShutdown(), DRAIN_WITHIN);
  await new Promise((resolve) => server.tryShutdown(resolve));
  clearTimeout(deadline);
}
