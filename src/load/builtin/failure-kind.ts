import type { FailureKind } from '../../metrics/sample.ts';

const KINDS: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'timeout',
  // What OpenSSL says.
  EPROTO: 'tls',
  // Fewer bytes than announced: the peer closed too early.
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'closed',
  UND_ERR_HEADERS_OVERFLOW: 'protocol',
};

/** TLS handshakes and alerts, and certificates that do not verify. */
const TLS = /^(?:ERR_SSL_|ERR_TLS_|UNABLE_TO_)|CERT/;

/** Sorts what a socket, the TLS layer or undici 7 threw; undici's parser errors have no code, hence the messages. */
export function failureKindOf(error: Error): FailureKind {
  if (error.name === 'HTTPParserError') {
    return error.message.includes('Invalid EOF state') ? 'closed' : 'protocol';
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // One code for a peer that closed ("other side closed") and one that broke the protocol ("bad response").
  if (code === 'UND_ERR_SOCKET') return error.message.startsWith('bad') ? 'protocol' : 'closed';
  return KINDS[code] ?? (TLS.test(code) ? 'tls' : 'other');
}
