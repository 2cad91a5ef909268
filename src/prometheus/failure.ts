import { formatDuration } from '../core/units/duration.ts';
import type { Milliseconds } from '../core/clock.ts';
import { reasonOf } from '../core/errors.ts';

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
  | { readonly kind: 'thrown'; readonly error: unknown };

const TLS_HINT = 'name its certificate authority with `ca`, or use the name that its certificate is for';
const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'start the server, or correct the port',
  ENOTFOUND: 'correct the name of the host',
  EAI_AGAIN: 'the name could not be looked up: try again, or use an address',
  ECONNRESET: 'it broke the connection: use `https://` if it wants TLS',
  EPROTO: 'it does not speak TLS: use `http://`',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: use `http://`',
  UND_ERR_SOCKET: 'it broke the connection: use `https://` if it wants TLS',
};

/** Why a server could not be asked. */
export function failureOf(cause: Cause, asked: string, url: string): PrometheusFailure {
  const where = `asking ${shortUrl(url)} for \`${asked}\``;
  if (cause.kind === 'timeout') {
    const message = `${where}: no answer within ${formatDuration(cause.timeout)}`;
    return new PrometheusFailure('server', message, 'look at its load, or give it longer with `timeout`');
  }
  const { error } = cause;
  const code = codeOf(error);
  const isTls =
    code !== undefined && (/CERT|SELF_SIGNED|ISSUER|ALTNAME/.test(code) || code.startsWith('ERR_TLS'));
  const hint = isTls
    ? TLS_HINT
    : ((code === undefined ? undefined : HINTS[code]) ?? 'look whether the server is there');
  const words = isTls ? `its certificate is not trusted: ${reasonOf(error)}` : reasonOf(error);
  return new PrometheusFailure('server', `${where}: ${words}`, hint, error);
}

/** Without what may be a secret in it. */
export function shortUrl(url: string): string {
  try {
    const { origin, pathname } = new URL(url);
    return `${origin}${pathname === '/' ? '' : pathname}`;
  } catch {
    return 'the server';
  }
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}
