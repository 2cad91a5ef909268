/** A decimal number, and where it ends; reused, for there is one for each point. */
export class NumberReader {
  value = 0;
  /** The index after the last byte of the number. */
  end = 0;

  /** False where no number stands at `at`. */
  read(bytes: Buffer, at: number): boolean {
    const negative = bytes[at] === MINUS;
    const begin = negative ? at + 1 : at;
    let mantissa = 0;
    let decimals = 0;
    let digits = 0;
    let index = begin;
    let seenPoint = false;
    for (; ; index += 1) {
      const byte = bytes[index] ?? 0;
      if (byte >= ZERO && byte <= NINE) {
        mantissa = mantissa * 10 + (byte - ZERO);
        digits += 1;
        if (seenPoint) decimals += 1;
      } else if (byte === POINT && !seenPoint) seenPoint = true;
      else break;
    }
    if (digits === 0 || digits > EXACT_DIGITS || isExponent(bytes[index])) return this.#readSlowly(bytes, at);
    // Both operands are exact, so the quotient is rounded once: the double that the text means (Clinger, PLDI 1990).
    const value = decimals === 0 ? mantissa : mantissa / POWERS_OF_TEN[decimals]!;
    this.value = negative ? -value : value;
    this.end = index;
    return true;
  }

  #readSlowly(bytes: Buffer, at: number): boolean {
    const [text] = NUMBER.exec(bytes.toString('latin1', at, at + LONGEST)) ?? [];
    if (text === undefined) return false;
    this.value = Number(text);
    this.end = at + text.length;
    return true;
  }
}

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** So many decimal digits always fit into the 53 bits of a double. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN: readonly number[] = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

/** As JSON writes it. */
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/;
/** Go writes the shortest digits that mean a float64: 17, a sign, a point and an exponent; more only in fun. */
const LONGEST = 400;

function isExponent(byte: number | undefined): boolean {
  return byte === 0x65 || byte === 0x45;
}
