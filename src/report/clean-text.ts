import { stripVTControlCharacters } from 'node:util';

const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const UNPRINTABLE = /[\p{Cc}\p{Bidi_Control}]/gu;
const LONE_SURROGATE = /\p{Cs}/gu;

/**
 * One line that is safe on a terminal: names and reasons come from files and from the network, and an escape
 * sequence or a bidi override in one could rewrite the verdict that stands beside it.
 */
export function cleanLine(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(LINE_BREAKS, ' ')
    .replaceAll(UNPRINTABLE, '')
    .replaceAll(LONE_SURROGATE, '\uFFFD');
}
