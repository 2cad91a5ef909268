import type { Milliseconds } from '../../core/clock.ts';
import { FRAME_HEADERS, PING_BYTES } from '../../core/probe-size.ts';

const PING = 1;
const PONG = 2;
const BULK = 3;

/** Fits one Ethernet frame with every header. */
const BULK_SIZE = 1400;

export type Datagram =
  | { readonly kind: 'ping'; readonly bytes: Buffer }
  | {
      readonly kind: 'pong';
      readonly series: number;
      readonly number: number;
      readonly sent: Milliseconds;
      readonly turned: Milliseconds;
    }
  | { readonly kind: 'bulk'; readonly bytes: number };

/** Kind at 0, series at 4, number at 8, when it was sent at 16, when it was turned round at 24. */
export function encodePing(series: number, number: number, sent: Milliseconds): Buffer {
  const bytes = Buffer.alloc(PING_BYTES);
  bytes.writeUInt8(PING);
  bytes.writeUInt32BE(series, 4);
  bytes.writeUInt32BE(number, 8);
  bytes.writeDoubleBE(sent, 16);
  return bytes;
}

/** The answer to a ping, in its own bytes. */
export function turnRound(ping: Buffer, now: Milliseconds): Buffer {
  ping.writeUInt8(PONG);
  ping.writeDoubleBE(now, 24);
  return ping;
}

/** Undefined for what is none of ours. */
export function decode(bytes: Buffer): Datagram | undefined {
  if (bytes[0] === BULK) return { kind: 'bulk', bytes: bytes.length };
  if (bytes.length !== PING_BYTES) return undefined;
  if (bytes[0] === PING) return { kind: 'ping', bytes };
  if (bytes[0] !== PONG) return undefined;
  return {
    kind: 'pong',
    series: bytes.readUInt32BE(4),
    number: bytes.readUInt32BE(8),
    sent: bytes.readDoubleBE(16),
    turned: bytes.readDoubleBE(24),
  };
}

/** A burst of `bytes` in datagrams as full as can be. */
export function* bulkOf(bytes: number): Generator<Buffer, void> {
  const full = Buffer.alloc(BULK_SIZE, BULK);
  for (let left = bytes; left > 0; left -= BULK_SIZE) yield left >= BULK_SIZE ? full : full.subarray(0, left);
}

/** What a burst weighs on the wire. */
export function wireBytes(bytes: number): number {
  return bytes + Math.ceil(bytes / BULK_SIZE) * FRAME_HEADERS;
}
