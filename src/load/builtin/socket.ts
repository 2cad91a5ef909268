import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls, createSecureContext } from 'node:tls';
import type { buildConnector } from 'undici';
import type { LoadTarget } from '../load.ts';

/** Certificate authorities to trust besides Node's own; verification itself is never off. */
export interface TlsTrust {
  /** PEM. Left out: the authorities that Node trusts, with NODE_EXTRA_CA_CERTS. */
  readonly ca?: string;
}

/** Opens one socket and calls `ready` once, when requests can be written to it or it failed to get there. */
export type OpenSocket = (ready: buildConnector.Callback) => Socket;

/**
 * Sockets to the edge's address that speak to the service by its own name: the certificate is checked against the
 * origin's name, and a name (never an IP address, RFC 6066 section 3) is sent as SNI.
 */
export function socketOpener(target: LoadTarget, trust: TlsTrust): OpenSocket {
  const { protocol, hostname } = new URL(target.origin);
  const { host, port } = target.connect;
  if (protocol !== 'https:') {
    return (ready) => whenReady(connectTcp({ host, port }), 'connect', ready);
  }
  const name = hostname.replaceAll(/[[\]]/g, '');
  const options = {
    host,
    port,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
    checkServerIdentity: (_host: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
      checkServerIdentity(name, certificate),
    secureContext: createSecureContext(trust),
  };
  return (ready) => whenReady(connectTls(options), 'secureConnect', ready);
}

function whenReady(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  ready: buildConnector.Callback,
): Socket {
  let waiting = true;
  return socket
    .setNoDelay(true)
    .once(event, () => {
      waiting = false;
      ready(null, socket);
    })
    .on('error', (error) => {
      if (waiting) ready(error, null);
      waiting = false;
    });
}
