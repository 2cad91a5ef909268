import { once } from 'node:events';
import { connect } from 'node:net';
import { request } from 'undici';

import type { Address } from '../../drivers/driver.ts';

/** What one look at a service found. */
export type Look = { readonly kind: 'ready' } | { readonly kind: 'refused'; readonly reason: string };

/** One look whether something answers; rejects when nothing does. */
export type Attempt = (signal: AbortSignal) => Promise<Look>;

/** Any answer of 2xx or 3xx is ready; redirections are not followed. */
export function httpAttempt(url: URL): Attempt {
  return async (signal) => {
    // A connection that is kept alive would outlast the look and count as a client of the service.
    const { statusCode, body } = await request(url, { signal, reset: true });
    await body.dump();
    if (statusCode >= 200 && statusCode < 400) return { kind: 'ready' };
    return { kind: 'refused', reason: `GET ${url.href} gave ${statusCode}` };
  };
}

export function tcpAttempt({ host, port }: Address): Attempt {
  return async (signal) => {
    const socket = connect({ host, port });
    try {
      await once(socket, 'connect', { signal });
      return { kind: 'ready' };
    } finally {
      socket.destroy();
    }
  };
}
