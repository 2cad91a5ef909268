import type { Milliseconds } from '../core/clock.ts';
import type { BitsPerSecond } from '../core/units/bitrate.ts';
import type { Ratio } from '../core/units/ratio.ts';

/** `up` is from -> to (requests), `down` is to -> from (responses). */
export type Direction = 'up' | 'down';

export const DIRECTIONS: readonly Direction[] = ['up', 'down'];

/** The shape of the jitter: `delay` +- `jitter`, never below zero. */
export type Distribution = 'uniform' | 'normal' | 'pareto';

/** Mean loss and mean length of a burst in packets; `burst` 1 means independent losses. */
export interface Loss {
  readonly average: Ratio;
  readonly burst: number;
}

/** What the network does to what travels one way. An absent key means: nothing. */
export interface DirectionImpairment {
  /** One way. */
  readonly delay?: Milliseconds;
  readonly jitter?: Milliseconds;
  readonly distribution?: Distribution;
  readonly loss?: Loss;
  readonly duplicate?: Ratio;
  readonly corrupt?: Ratio;
  readonly reorder?: Ratio;
  readonly rate?: BitsPerSecond;
  /** How long a full queue takes to drain at `rate`; bounds the queueing delay. */
  readonly buffer?: Milliseconds;
  /** Nothing passes; nobody is told. */
  readonly partition?: true;
}

/** What happens to whole connections (TCP), not to the bytes of one direction. */
export interface ConnectionImpairment {
  /** New connections are refused. */
  readonly refuse?: true;
  /** Connections are reset this long after they opened; those that are open longer, at once. */
  readonly reset?: Milliseconds;
  /** The far end goes away without a word: the connection stays open, nothing is answered any more. */
  readonly halfOpen?: true;
  /** An end of stream is passed on only after this long. */
  readonly slowClose?: Milliseconds;
}

/** What the network does on one edge in one step; `CLEAR` when nothing. */
export interface Impairment {
  readonly up: DirectionImpairment;
  readonly down: DirectionImpairment;
  readonly connection: ConnectionImpairment;
}

/** What a queue holds where a `rate` comes without a `buffer`. */
export const DEFAULT_BUFFER: Milliseconds = 300;

export const CLEAR: Impairment = { up: {}, down: {}, connection: {} };

/** The keys of an impairment as YAML, diagnostics and reports spell them. */
export const DIRECTION_KEYS: readonly (keyof DirectionImpairment)[] = [
  'delay',
  'jitter',
  'distribution',
  'loss',
  'duplicate',
  'corrupt',
  'reorder',
  'rate',
  'buffer',
  'partition',
];

export function isClear(impairment: Impairment): boolean {
  return [impairment.up, impairment.down, impairment.connection].every(
    (part) => Object.keys(part).length === 0,
  );
}

/** The round trip that the impairment adds: both delays, without jitter, queueing or serialisation. */
export function addedRtt(impairment: Impairment): Milliseconds {
  return (impairment.up.delay ?? 0) + (impairment.down.delay ?? 0);
}

/** Canonical text: two impairments are the same exactly when this is. */
export function impairmentKey(impairment: Impairment): string {
  return JSON.stringify(impairment, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
