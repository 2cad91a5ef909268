import type { Pointer } from '../../scenario/source.ts';
import type { Scope } from '../scope.ts';

/** A `token` of RFC 9110, section 5.6.2. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible characters, blanks and tabs, each of one byte (RFC 9110, section 5.5). */
const HEADER_VALUE = /^[\t\u0020-\u007E\u0080-\u00FF]*$/;
/** What describes the connection is written by whoever holds it. */
const RESERVED_HEADERS: readonly string[] = ['expect', 'keep-alive', 'transfer-encoding', 'upgrade'];

/** What no HTTP/1.1 client could send. */
export function checkHeaders(
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
      refuse(`Squall itself decides about \`${shown}\``, 'remove it', 'key');
    } else if (!HEADER_VALUE.test(value)) {
      const message = `the header \`${shown}\` holds a character that HTTP cannot carry`;
      refuse(message, 'remove line breaks and control characters, and encode what is not Latin-1', 'value');
    }
  }
}
