import { BeyondLimits, Unreadable } from '../unreadable.ts';
import { FRAMES, type Frame, type Octets } from './frame-reader.ts';

const END_STREAM = 0x1;
const END_HEADERS = 0x4;
const PADDED = 0x8;
const PRIORITY = 0x20;
const PRIORITY_LENGTH = 5;
const PROMISED_LENGTH = 4;
/** Far more than servers accept, little enough to keep. */
const LARGEST_BLOCK = 256 * 1024;
/** What keeping a piece costs beside its bytes: pieces of one byte are memory too. */
const PIECE_OVERHEAD = 128;

/** Whether a HEADERS or DATA frame is the last of its stream in its direction. */
export function endsStream({ flags }: Frame): boolean {
  return (flags & END_STREAM) !== 0;
}

function endsHeaders({ flags }: Frame): boolean {
  return (flags & END_HEADERS) !== 0;
}

/** A header block, with the frame that it began in. */
export interface HeaderBlock {
  readonly frame: Frame;
  readonly fields: Octets;
}

/** Puts the header blocks of one direction together (RFC 9113, section 6.10): nothing may come between their frames. */
export class HeaderBlocks {
  #open: { readonly frame: Frame; readonly pieces: Buffer[]; size: number } | undefined;

  /** The block that `frame` completes, if it does. Throws `Unreadable`. */
  take(frame: Frame): HeaderBlock | undefined {
    this.#checkOrder(frame);
    switch (frame.type) {
      case FRAMES.headers:
      case FRAMES.promise:
        return this.#begin(frame, fragmentOf(frame));
      case FRAMES.continuation:
        return this.#continue(frame);
      default:
        return undefined;
    }
  }

  #checkOrder({ type, stream }: Frame): void {
    const expected = this.#open?.frame.stream;
    const isContinuation = type === FRAMES.continuation;
    if (isContinuation ? stream !== expected : expected !== undefined) {
      throw new Unreadable('malformed HTTP/2: a header block that is cut off');
    }
  }

  #begin(frame: Frame, fields: Octets): HeaderBlock | undefined {
    if (endsHeaders(frame)) return { frame, fields };
    const first = copyOf(fields);
    this.#open = { frame, pieces: [first], size: first.length };
    return undefined;
  }

  #continue(frame: Frame): HeaderBlock | undefined {
    const open = this.#open;
    if (open === undefined) return undefined;
    open.pieces.push(copyOf(frame.payload));
    open.size += frame.length + PIECE_OVERHEAD;
    if (open.size > LARGEST_BLOCK) throw new BeyondLimits('HTTP/2 headers of over 256 KiB');
    if (!endsHeaders(frame)) return undefined;
    this.#open = undefined;
    const bytes = Buffer.concat(open.pieces);
    return { frame: open.frame, fields: { bytes, from: 0, to: bytes.length } };
  }
}

/** A payload is valid during the call only. */
function copyOf({ bytes, from, to }: Octets): Buffer {
  return Buffer.from(bytes.subarray(from, to));
}

/** The payload of HEADERS or PUSH_PROMISE without padding, priority and promised stream. */
function fragmentOf({ type, flags, payload }: Frame): Octets {
  const isPromise = type === FRAMES.promise;
  if (!isPromise && (flags & (PADDED | PRIORITY)) === 0) return payload;
  const { bytes } = payload;
  const padded = (flags & PADDED) !== 0;
  let from = payload.from + (padded ? 1 : 0);
  if (isPromise) from += PROMISED_LENGTH;
  else if ((flags & PRIORITY) !== 0) from += PRIORITY_LENGTH;
  const to = payload.to - (padded && payload.from < payload.to ? (bytes[payload.from] ?? 0) : 0);
  if (from > to) throw new Unreadable('malformed HTTP/2: wrong frame size');
  return { bytes, from, to };
}
