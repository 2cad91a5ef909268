import type { Milliseconds } from '../../../../core/clock.ts';
import { BeyondLimits, Unreadable } from '../unreadable.ts';

/** RFC 9113, section 6; types that are not here are skipped, as every receiver must. */
export const FRAMES = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  promise: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly length: number;
  /** When its first byte came. */
  readonly begun: Milliseconds;
  /** Empty for the types that are only counted; valid during the call. */
  payload: Buffer;
}

const HEAD = 9;
/** What a peer may send before the other side has allowed more (section 6.5.2). */
const USUAL_LARGEST = 16_384;
/** Of what is kept until it is complete. */
const LARGEST_KEPT = 256 * 1024;
const NOTHING = Buffer.alloc(0);

const KEPT: readonly number[] = [
  FRAMES.headers,
  FRAMES.reset,
  FRAMES.settings,
  FRAMES.promise,
  FRAMES.goAway,
  FRAMES.continuation,
];
const OF_CONNECTION: readonly number[] = [FRAMES.settings, FRAMES.ping, FRAMES.goAway];
const OF_STREAM: readonly number[] = [
  FRAMES.data,
  FRAMES.headers,
  FRAMES.priority,
  FRAMES.reset,
  FRAMES.promise,
  FRAMES.continuation,
];
const EXACT_LENGTHS: ReadonlyMap<number, number> = new Map([
  [FRAMES.priority, 5],
  [FRAMES.reset, 4],
  [FRAMES.ping, 8],
  [FRAMES.windowUpdate, 4],
]);

/** Cuts one direction of an HTTP/2 connection into frames, from pieces of any size. */
export class FrameReader {
  /** The longest payload that the receiver has allowed. */
  largest: number = USUAL_LARGEST;
  readonly #take: (frame: Frame, now: Milliseconds) => void;
  /** What must come before the first frame, as far as it has not come. */
  #preface: Buffer;
  readonly #head = Buffer.alloc(HEAD);
  #headLength = 0;
  #begun: Milliseconds = 0;
  #frame: Frame | undefined;
  #left = 0;
  #any = false;

  constructor(preface: Buffer, take: (frame: Frame, now: Milliseconds) => void) {
    this.#preface = preface;
    this.#take = take;
  }

  /** Throws `Unreadable`. */
  read(bytes: Buffer, now: Milliseconds): void {
    let at = this.#preface.length === 0 ? 0 : this.#readPreface(bytes);
    while (at < bytes.length) {
      at = this.#frame === undefined ? this.#readHead(bytes, at, now) : this.#readPayload(bytes, at, now);
    }
  }

  #readPreface(bytes: Buffer): number {
    const length = Math.min(this.#preface.length, bytes.length);
    if (this.#preface.compare(bytes, 0, length, 0, length) !== 0) {
      throw new Unreadable('malformed HTTP/2: no preface');
    }
    this.#preface = this.#preface.subarray(length);
    return length;
  }

  #readHead(bytes: Buffer, at: number, now: Milliseconds): number {
    if (this.#headLength === 0) {
      this.#begun = now;
      if (bytes.length - at >= HEAD) {
        this.#begin(parseHead(bytes, at, now), now);
        return at + HEAD;
      }
    }
    const length = Math.min(HEAD - this.#headLength, bytes.length - at);
    bytes.copy(this.#head, this.#headLength, at, at + length);
    this.#headLength += length;
    if (this.#headLength === HEAD) {
      this.#headLength = 0;
      this.#begin(parseHead(this.#head, 0, this.#begun), now);
    }
    return at + length;
  }

  #begin(frame: Frame, now: Milliseconds): void {
    const { type, stream, length } = frame;
    if (!this.#any && type !== FRAMES.settings)
      throw new Unreadable('malformed HTTP/2: the first frame is not SETTINGS');
    this.#any = true;
    const exact = EXACT_LENGTHS.get(type) ?? length;
    if (length > this.largest || length !== exact) throw new Unreadable('malformed HTTP/2: wrong frame size');
    if (stream === 0 ? OF_STREAM.includes(type) : OF_CONNECTION.includes(type)) {
      throw new Unreadable('malformed HTTP/2: a frame of no stream');
    }
    if (length > LARGEST_KEPT && KEPT.includes(type))
      throw new BeyondLimits('HTTP/2 headers of over 256 KiB');
    if (length === 0) this.#take(frame, now);
    else {
      this.#frame = frame;
      this.#left = length;
    }
  }

  #readPayload(bytes: Buffer, at: number, now: Milliseconds): number {
    const frame = this.#frame;
    if (frame === undefined) return at;
    const end = Math.min(at + this.#left, bytes.length);
    if (KEPT.includes(frame.type)) this.#keep(frame, bytes.subarray(at, end));
    this.#left -= end - at;
    if (this.#left === 0) {
      this.#frame = undefined;
      this.#take(frame, now);
    }
    return end;
  }

  #keep(frame: Frame, piece: Buffer): void {
    if (piece.length === frame.length) frame.payload = piece;
    else {
      if (frame.payload.length === 0) frame.payload = Buffer.allocUnsafe(frame.length);
      piece.copy(frame.payload, frame.length - this.#left);
    }
  }
}

function parseHead(bytes: Buffer, at: number, begun: Milliseconds): Frame {
  const length = bytes.readUIntBE(at, 3);
  const type = bytes.readUInt8(at + 3);
  const flags = bytes.readUInt8(at + 4);
  const stream = bytes.readUInt32BE(at + 5) & 0x7fff_ffff;
  return { type, flags, stream, length, begun, payload: NOTHING };
}
