import { Client, type Dispatcher } from 'undici';
import { reasonOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { BuiltinLoadSpec, RequestSpec } from '../load.ts';
import { ConnectionPool } from './connection-pool.ts';
import type { TlsTrust } from './socket.ts';

/** What every exchange of one request shares, worked out once. */
export interface PreparedRequest {
  readonly spec: RequestSpec;
  readonly dispatch: Dispatcher.DispatchOptions;
  readonly pool: ConnectionPool;
}

/** One pool for each origin and address, so that the requests of a load share connections where a client would. */
export function prepareRequests(spec: BuiltinLoadSpec, trust: TlsTrust): PreparedRequest[] {
  const pools = new Map<string, ConnectionPool>();
  return spec.requests.map((request) => {
    const { origin, connect } = request.target;
    const key = `${origin} ${connect.host} ${connect.port}`;
    const pool = pools.get(key) ?? new ConnectionPool(request.target, { keepAlive: spec.keepAlive, trust });
    pools.set(key, pool);
    return { spec: request, dispatch: dispatchOptions(request, spec.keepAlive), pool };
  });
}

/**
 * Refuses requests that can never be sent (a malformed header, method or path), before anything leaves: each would
 * else look like a failure of the service.
 *
 * @throws SquallError `load-request-invalid`
 */
export function checkSendable(spec: BuiltinLoadSpec): void {
  for (const request of spec.requests) {
    const fault = faultOf(request, spec.keepAlive);
    if (fault === undefined) continue;
    throw new SquallError('load-request-invalid', `load ${spec.name} cannot send ${request.name}: ${fault}`, {
      hint: `Correct the request's URL, method or headers in the scenario.`,
      exitCode: EXIT_CODES.usage,
    });
  }
}

/** undici checks a request when it is dispatched, so it is dispatched to a client that never connects. */
function faultOf(request: RequestSpec, keepAlive: boolean): string | undefined {
  let fault: string | undefined;
  try {
    const client = new Client(request.target.origin, { connect: () => {} });
    client.dispatch(dispatchOptions(request, keepAlive), {
      onRequestStart: () => {},
      onResponseError: (_controller, error) => (fault ??= error.message),
    });
    const found = fault;
    client.destroy(null, () => {});
    return found;
  } catch (error) {
    return reasonOf(error);
  }
}

function dispatchOptions(request: RequestSpec, keepAlive: boolean): Dispatcher.DispatchOptions {
  return {
    method: request.method,
    path: request.path,
    headers: Object.entries(request.headers).flat(),
    body: request.body === undefined ? null : Buffer.from(request.body),
    // Said in both cases: left out, undici closes the connection after each HEAD and each DELETE with a body.
    reset: !keepAlive,
  };
}
