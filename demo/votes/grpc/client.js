import { credentials, status } from '@grpc/grpc-js';
import { HttpError } from '../../service/http/reply.js';

/**
 * @typedef {object} Client
 * @property {(method: string, request: object) => Promise<Readonly<Record<string, unknown>>>} call
 * @property {() => void} close
 */

/**
 * A gRPC service that this one depends on, over one connection. A call that fails becomes an answer here: 400 when
 * what was asked for does not exist, else 500 with the status of the call.
 * @param {string} name
 * @param {import('@grpc/grpc-js').ServiceClientConstructor} Service
 * @param {URL} origin
 * @param {number} timeout milliseconds until the answer of a call
 * @returns {Client}
 */
export function connectGrpc(name, Service, origin, timeout) {
  // A proxy that the environment sets for the web would stand between two services of this machine.
  const client = new Service(origin.host, credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 });
  return {
    call: (method, request) =>
      new Promise((resolve, reject) => {
        client[method](
          request,
          { deadline: Date.now() + timeout },
          /**
           * @param {import('@grpc/grpc-js').ServiceError | null} error
           * @param {Readonly<Record<string, unknown>>} reply
           */
          (error, reply) => {
            if (error === null) resolve(reply);
            else reject(toHttp(name, method, error));
          },
        );
      }),
    close: () => client.close(),
  };
}

/**
 * @param {string} name
 * @param {string} method
 * @param {import('@grpc/grpc-js').ServiceError} error
 */
function toHttp(name, method, { code, details }) {
  if (code === status.NOT_FOUND) return new HttpError(400, 'unknown-choice', details);
  return new HttpError(500, 'upstream-failed', `${name} ${method}: ${status[code]}: ${details}`);
}
