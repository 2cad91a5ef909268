import { errors } from 'undici';
import type { Milliseconds } from '../core/clock.ts';
import { reasonOf } from '../core/errors.ts';
import { formatDuration } from '../core/units/duration.ts';

/** Whose fault it is that there is no value: that of the query, or of the way to the server. */
export type FailureSide = 'query' | 'server';

/** There is no answer to a query, with what was asked and what to do. */
export class PrometheusFailure extends Error {
  override readonly name: string = 'PrometheusFailure';
  readonly side: FailureSide;
  readonly hint: string;

  constructor(side: FailureSide, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.side = side;
    this.hint = hint;
  }
}

type Cause =
  | { readonly kind: 'timeout'; readonly timeout: Milliseconds }
  | { readonly kind: 'too-large'; readonly limit: string }
  | { readonly kind: 'thrown'; readonly error: unknown };

interface Explanation {
  /** Where those of the error itself are none for people. */
  readonly words?: string;
  readonly hint: string;
}

const NO_TLS: Explanation = { words: 'it does not speak TLS', hint: 'use `http://`, or correct the port' };
const CUT: Explanation = {
  words: 'it broke the connection off',
  hint: 'look at the server; if it wants TLS, use `https://`',
};
const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: { words: 'nothing listens there', hint: 'start the server, or correct the port' },
  ENOTFOUND: { words: 'there is no such host', hint: 'correct the name of the host' },
  EAI_AGAIN: { words: 'the name of the host could not be looked up', hint: 'try again, or use an address' },
  ECONNRESET: CUT,
  EPIPE: CUT,
  UND_ERR_SOCKET: CUT,
  EPROTO: NO_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  CERT_HAS_EXPIRED: { words: 'its certificate has expired', hint: 'renew the certificate' },
  CERT_NOT_YET_VALID: {
    words: 'its certificate is not valid yet',
    hint: 'compare the clocks of both machines',
  },
  UND_ERR_INVALID_ARG: { hint: 'correct `headers`: what `${env.NAME}` stands for must be one line of text' },
};

/** Why a server could not be asked. */
export function failureOf(cause: Cause, asked: string, url: string): PrometheusFailure {
  const where = askedOf(url, asked);
  switch (cause.kind) {
    case 'timeout': {
      const message = `${where}: no answer within ${formatDuration(cause.timeout)}`;
      return new PrometheusFailure('server', message, 'look at its load, or give it longer with `timeout`');
    }
    case 'too-large': {
      const message = `${where}: the answer is larger than ${cause.limit}`;
      return new PrometheusFailure(
        'server',
        message,
        'put `sum(...)` around the query, or look what it is that answers',
      );
    }
    case 'thrown': {
      const { error } = cause;
      const { words = reasonOf(error), hint } = explain(error);
      return new PrometheusFailure('server', `${where}: ${words}`, hint, error);
    }
  }
}

/** Who was asked for what, as a message begins. */
export function askedOf(url: string, query: string): string {
  return `asking ${shortUrl(url)} for \`${query}\``;
}

/** Without what may be a secret in it. */
export function shortUrl(url: string, base?: string): string {
  try {
    const { origin, pathname } = new URL(url, base);
    return `${origin}${pathname === '/' ? '' : pathname}`;
  } catch {
    return 'the server';
  }
}

function explain(error: unknown): Explanation {
  const code = codeOf(error) ?? '';
  // What the parser of undici refuses has a code only sometimes.
  if (error instanceof errors.HTTPParserError)
    return { words: 'it does not speak HTTP', hint: 'correct the port' };
  const known = EXPLANATIONS[code];
  if (known !== undefined) return known;
  // What Node finds wrong with a chain of certificates: https://nodejs.org/api/tls.html#x509-certificate-error-codes.
  if (/^(?:UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|CERT_|ERR_TLS_CERT)/.test(code)) {
    return {
      words: `its certificate is not trusted: ${reasonOf(error)}`,
      hint: 'name its certificate authority with `ca`, and use the name that its certificate is for',
    };
  }
  if (/^ERR_(?:SSL|TLS)/.test(code)) {
    return { words: `TLS failed (${code})`, hint: 'look which versions and certificates it wants' };
  }
  return { hint: 'look whether the server is there' };
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}
