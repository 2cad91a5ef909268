import type { Pointer } from '../../scenario/source.ts';
import { METHODS } from '../lift-request.ts';
import type { Scope } from '../scope.ts';

/** A `token` of RFC 9110, section 5.6.2. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible characters, blanks and tabs, each of one byte (RFC 9110, section 5.5). */
const HEADER_VALUE = /^[\t\u0020-\u007E\u0080-\u00FF]*$/;
/** Whatever else a path holds has to be percent-encoded (RFC 3986, section 2.1). */
const PATH = /^[\u0021-\u00FF]*$/;
/** What describes the connection is written by whoever holds it. */
const RESERVED_HEADERS: readonly string[] = ['expect', 'keep-alive', 'transfer-encoding', 'upgrade'];

/** What no HTTP/1.1 client could send would otherwise be found out when services run already. */
export function checkRequests(scope: Scope): void {
  for (const [name, load] of Object.entries(scope.document.load ?? {})) {
    checkHeaders(scope, load.headers, ['load', name, 'headers']);
    for (const key of ['requests', 'journey'] as const) {
      for (const [index, request] of (load[key] ?? []).entries()) {
        const at = ['load', name, key, index];
        checkHeaders(scope, request.headers, [...at, 'headers']);
        for (const method of METHODS) checkPath(scope, request[method], [...at, method]);
      }
    }
  }
}

function checkHeaders(
  scope: Scope,
  headers: Readonly<Record<string, string>> | undefined,
  at: Pointer,
): void {
  for (const [name, value] of Object.entries(headers ?? {})) {
    const refuse = (message: string, hint: string, where: 'key' | 'value'): void =>
      scope.report({ code: 'request-header', message, hint, at: [...at, name], where });
    const shown = name.slice(0, 80);
    if (!HEADER_NAME.test(name)) {
      refuse(`\`${shown}\` cannot be the name of a header`, 'use letters, digits and `-`', 'key');
    } else if (RESERVED_HEADERS.includes(name.toLowerCase())) {
      refuse(`the load itself decides about \`${shown}\``, 'remove it', 'key');
    } else if (!HEADER_VALUE.test(value)) {
      const message = `the header \`${shown}\` holds a character that HTTP cannot carry`;
      refuse(message, 'remove line breaks and control characters, and encode what is not Latin-1', 'value');
    }
  }
}

function checkPath(scope: Scope, path: string | undefined, at: Pointer): void {
  if (path === undefined || PATH.test(path)) return;
  scope.report({
    code: 'request-path',
    message: `\`${path.slice(0, 80)}\` holds a character that a path cannot`,
    hint: `percent-encode it: \`${encodeURI(path.replaceAll(/\p{Surrogate}/gu, '\uFFFD')).slice(0, 200)}\``,
    at,
  });
}
