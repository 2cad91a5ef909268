import type { Milliseconds } from '../../../core/clock.ts';
import { PROBE_BYTES } from '../../../core/probe-size.ts';
import type { BitsPerSecond } from '../../../core/units/bitrate.ts';
import type { Direction } from '../../../impairment/model.ts';
import type { Entrance } from '../entrance.ts';

/** The first byte of what a prober sends tells the reflector what to do. */
export const ECHO = 0x65;
export const SINK = 0x75;
export const SOURCE = 0x64;

/** A small probe: its kind, and its number at 4. */
export function encodeProbe(kind: number, number: number): Buffer {
  const probe = Buffer.alloc(PROBE_BYTES);
  probe.writeUInt8(kind);
  probe.writeUInt32BE(number, 4);
  return probe;
}

export function probeNumber(probe: Buffer): number {
  return probe.readUInt32BE(4);
}

export interface ProberEvents {
  answered(number: number, now: Milliseconds): void;
  /** An attempt failed with this system error. */
  failed(code: string): void;
}

/** Sends probe traffic into a link and gets it back from a reflector behind it. */
export interface Prober {
  /** Opens the reflector, and `entrance` in front of it. */
  open(entrance: Entrance): Promise<void>;
  ping(number: number): void;
  /** The rate at which `bytes` arrived at the far end, or undefined when they did not before `signal` aborts. */
  burst(direction: Direction, bytes: number, signal: AbortSignal): Promise<BitsPerSecond | undefined>;
  close(): Promise<void>;
}

export function errorCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
