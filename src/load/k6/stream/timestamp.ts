import type { EpochMilliseconds } from '../../../core/clock.ts';
import { standsAt } from './bytes.ts';

/** Length of `2026-11-22T01:38:`. */
const TO_MINUTE = 17;

/** Times as Go writes them, RFC 3339 with up to nine decimals: `2026-11-22T01:38:02.432945386Z`. */
export class TimestampReader {
  readonly #minute: Uint8Array = new Uint8Array(TO_MINUTE);
  #minuteStart: EpochMilliseconds = NaN;

  /** NaN where what stands in [at, end) is no such time. */
  read(bytes: Buffer, at: number, end: number): EpochMilliseconds {
    // Nearly every stamp is in the minute of the one before.
    if (!standsAt(bytes, at, this.#minute)) this.#minuteStart = this.#readMinute(bytes, at);
    let index = at + TO_MINUTE;
    const seconds = digit(bytes, index) * 10 + digit(bytes, index + 1);
    index += 2;
    let fraction = 0;
    if (bytes[index] === POINT) {
      index += 1;
      let scale = 1000;
      for (; index < end && isDigit(bytes[index]); index += 1) {
        scale /= 10;
        fraction += digit(bytes, index) * scale;
      }
    }
    return this.#minuteStart + seconds * 1000 + fraction - zoneOffset(bytes, index, end);
  }

  #readMinute(bytes: Buffer, at: number): EpochMilliseconds {
    const text = bytes.toString('latin1', at, at + TO_MINUTE);
    bytes.copy(this.#minute, 0, at, at + TO_MINUTE);
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:$/.test(text) ? Date.parse(`${text}00Z`) : NaN;
  }
}

const POINT = 0x2e;
const ZULU = 0x5a;

/** `Z` or `+02:00` in milliseconds; NaN for anything else. */
function zoneOffset(bytes: Buffer, at: number, end: number): number {
  if (bytes[at] === ZULU && at + 1 === end) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(bytes.toString('latin1', at, end)) ?? [];
  if (sign === undefined) return NaN;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -offset : offset;
}

/** NaN where there is none. */
function digit(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  return isDigit(byte) ? byte - 0x30 : NaN;
}

function isDigit(byte: number | undefined): byte is number {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
