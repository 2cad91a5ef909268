/** Whether `literal` stands in `bytes` at `at`. In JavaScript: for short literals a call out of it costs more than the loop. */
export function standsAt(bytes: Uint8Array, at: number, literal: Uint8Array): boolean {
  for (let index = 0; index < literal.length; index += 1) {
    if (bytes[at + index] !== literal[index]) return false;
  }
  return true;
}

/** Where the string that begins at `at`, after its quotation mark, ends: the index of the closing one, or -1. */
export function endOfString(bytes: Uint8Array, at: number, end: number): number {
  for (let index = at; index < end; index += 1) {
    const byte = bytes[index];
    if (byte === QUOTE) return index;
    if (byte === BACKSLASH) index += 1;
  }
  return -1;
}

/** Where the object at `at`, whose values are all strings and which has no white space, ends: the index after its brace, or -1. */
export function endOfFlatObject(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at + 1] === CLOSING_BRACE) return at + 2;
  let index = at;
  do {
    if (bytes[index + 1] !== QUOTE) return -1;
    index = endOfString(bytes, index + 2, end);
    if (index < 0 || !standsAt(bytes, index, COLON)) return -1;
    index = endOfString(bytes, index + COLON.length, end) + 1;
    if (index === 0) return -1;
  } while (bytes[index] === COMMA);
  return bytes[index] === CLOSING_BRACE ? index + 1 : -1;
}

const QUOTE = 0x22;
/** Between a key and its value. */
const COLON: Uint8Array = Buffer.from('":"');
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const CLOSING_BRACE = 0x7d;
