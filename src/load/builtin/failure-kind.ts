import type { FailureKind } from '../../metrics/sample.ts';

const KINDS: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'timeout',
  EPROTO: 'protocol',
  // The end of the stream inside an answer: the peer closed too early, whatever the parser calls it.
  HPE_INVALID_EOF_STATE: 'closed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'closed',
  UND_ERR_HEADERS_OVERFLOW: 'protocol',
};

/** llhttp's errors, and TLS: handshakes, alerts, certificates that do not verify. */
const PROTOCOL = /^(?:HPE_|ERR_SSL_|ERR_TLS_|UNABLE_TO_)|CERT/;

/** Sorts what a socket, the TLS layer or undici 7 threw. */
export function failureKindOf(error: Error): FailureKind {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // undici has one code for a peer that closed ("other side closed") and one that broke the protocol ("bad response").
  if (code === 'UND_ERR_SOCKET') return error.message.startsWith('bad') ? 'protocol' : 'closed';
  return KINDS[code] ?? (PROTOCOL.test(code) ? 'protocol' : 'other');
}
