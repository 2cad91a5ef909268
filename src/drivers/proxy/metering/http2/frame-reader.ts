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
  /** Where its payload is, during the call; nowhere for the types that are only counted. */
  payload: Octets;
}

/** A part of a buffer, because a buffer for each part costs more than reading it. */
export interface Octets {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

const HEAD = 9;
/** What a peer may send before the other side has allowed more (section 6.5.2). */
const USUAL_LARGEST = 16_384;
/** Of what is kept until it is complete. */
const LARGEST_KEPT = 256 * 1024;
const NOTHING: Octets = { bytes: Buffer.alloc(0), from: 0, to: 0 };

interface Rule {
  readonly of: 'stream' | 'connection' | 'either';
  /** Whether the payload is wanted. */
  readonly kept: boolean;
  /** The only length that it may have. */
  readonly length?: number;
}

/** By type. */
const RULES: readonly Rule[] = [
  { of: 'stream', kept: false },
  { of: 'stream', kept: true },
  { of: 'stream', kept: false, length: 5 },
  { of: 'stream', kept: true, length: 4 },
  { of: 'connection', kept: true },
  { of: 'stream', kept: true },
  { of: 'connection', kept: false, length: 8 },
  { of: 'connection', kept: true },
  { of: 'either', kept: false, length: 4 },
  { of: 'stream', kept: true },
];
const OF_TOMORROW: Rule = { of: 'either', kept: false };

function ruleOf(type: number): Rule {
  return RULES[type] ?? OF_TOMORROW;
}

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
    const rule = ruleOf(type);
    if (length > this.largest || length !== (rule.length ?? length))
      throw new Unreadable('malformed HTTP/2: wrong frame size');
    if (rule.of === (stream === 0 ? 'stream' : 'connection')) {
      throw new Unreadable('malformed HTTP/2: a frame of no stream');
    }
    if (length > LARGEST_KEPT && rule.kept) throw new BeyondLimits('HTTP/2 headers of over 256 KiB');
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
    if (ruleOf(frame.type).kept) this.#keep(frame, bytes, at, end);
    this.#left -= end - at;
    if (this.#left === 0) {
      this.#frame = undefined;
      this.#take(frame, now);
    }
    return end;
  }

  #keep(frame: Frame, bytes: Buffer, from: number, to: number): void {
    const { length } = frame;
    if (to - from === length) frame.payload = { bytes, from, to };
    else {
      if (frame.payload === NOTHING)
        frame.payload = { bytes: Buffer.allocUnsafe(length), from: 0, to: length };
      bytes.copy(frame.payload.bytes, length - this.#left, from, to);
    }
  }
}

function parseHead(bytes: Buffer, at: number, begun: Milliseconds): Frame {
  const octet = (index: number): number => bytes[at + index] ?? 0;
  const length = (octet(0) << 16) | (octet(1) << 8) | octet(2);
  const stream = ((octet(5) & 0x7f) << 24) | (octet(6) << 16) | (octet(7) << 8) | octet(8);
  return { type: octet(3), flags: octet(4), stream, length, begun, payload: NOTHING };
}
