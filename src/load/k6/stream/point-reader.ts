import type { EpochMilliseconds } from '../../../core/clock.ts';
import { endOfFlatObject, standsAt } from './bytes.ts';
import { NumberReader } from './number.ts';
import { TimestampReader } from './timestamp.ts';

const HEAD = Buffer.from('{"metric":"');
const TIME = Buffer.from('","type":"Point","data":{"time":"');
const VALUE = Buffer.from('","value":');
const TAGS = Buffer.from(',"tags":');
const METADATA = Buffer.from(',"metadata":{');
const QUOTE = 0x22;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/**
 * Reads one line of `k6 run --out json`, where it is a point exactly as k6 writes it (internal/output/json/wrapper.go), in one pass over its bytes.
 * The fields hold what was read last: an object for each point would be most of the work.
 */
export class PointReader {
  metric = '';
  time: EpochMilliseconds = 0;
  value = 0;
  /** Where the object of the tags begins and ends. */
  tagsStart = 0;
  tagsEnd = 0;
  /** Whether the tags are those of the point before. */
  sameTags = false;
  readonly #times = new TimestampReader();
  readonly #numbers = new NumberReader();
  /** A copy of the tags before: the points of one request follow each other and have the same. */
  #lastTags: Buffer = Buffer.alloc(1024);
  #lastLength = 0;

  /** False where the line in [start, end) is anything else; the fields mean nothing then. */
  read(bytes: Buffer, start: number, end: number): boolean {
    if (!standsAt(bytes, start, HEAD)) return false;
    const nameStart = start + HEAD.length;
    const nameEnd = bytes.indexOf(QUOTE, nameStart);
    if (nameEnd < 0 || !standsAt(bytes, nameEnd, TIME)) return false;
    const timeStart = nameEnd + TIME.length;
    const timeEnd = bytes.indexOf(QUOTE, timeStart);
    if (timeEnd < 0 || !standsAt(bytes, timeEnd, VALUE)) return false;
    this.time = this.#times.read(bytes, timeStart, timeEnd);
    if (Number.isNaN(this.time) || !this.#numbers.read(bytes, timeEnd + VALUE.length)) return false;
    const { value, end: valueEnd } = this.#numbers;
    if (!standsAt(bytes, valueEnd, TAGS)) return false;
    this.tagsStart = valueEnd + TAGS.length;
    this.tagsEnd = this.#endOfTags(bytes, end);
    if (!isEnd(bytes, this.tagsEnd, end)) return false;
    this.value = value;
    this.metric = bytes.toString('latin1', nameStart, nameEnd);
    return true;
  }

  #endOfTags(bytes: Buffer, end: number): number {
    const { tagsStart } = this;
    const expected = tagsStart + this.#lastLength;
    this.sameTags =
      this.#lastLength > 0 &&
      expected <= end &&
      bytes.compare(this.#lastTags, 0, this.#lastLength, tagsStart, expected) === 0;
    if (this.sameTags) return expected;
    if (bytes[tagsStart] !== OPENING_BRACE) return -1;
    const found = endOfFlatObject(bytes, tagsStart, end);
    if (found < 0) return -1;
    this.#lastLength = found - tagsStart;
    if (this.#lastLength > this.#lastTags.length) this.#lastTags = Buffer.alloc(2 * this.#lastLength);
    bytes.copy(this.#lastTags, 0, tagsStart, found);
    return found;
  }
}

/** Whether only the two closing braces are left, or metadata before them. */
function isEnd(bytes: Buffer, at: number, end: number): boolean {
  if (at < 0 || bytes[end - 1] !== CLOSING_BRACE || bytes[end - 2] !== CLOSING_BRACE) return false;
  return (
    at === end - 2 ||
    (standsAt(bytes, at, METADATA) && endOfFlatObject(bytes, at + METADATA.length - 1, end) === end - 2)
  );
}
