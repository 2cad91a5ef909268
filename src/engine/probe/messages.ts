import type { Milliseconds } from '../../core/clock.ts';
import type { BitsPerSecond } from '../../core/units/bitrate.ts';
import type { Address } from '../../drivers/driver.ts';

/** Small probes to send, and how long to wait for all of them. */
export interface PingPlan {
  readonly to: Address;
  readonly count: number;
  readonly interval: Milliseconds;
  readonly within: Milliseconds;
}

/** One probe that came back; times on the clock that all processes of a machine share. */
export interface Pong {
  readonly sent: Milliseconds;
  readonly turned: Milliseconds;
  readonly back: Milliseconds;
}

export interface PingResult {
  readonly sent: number;
  /** In the order sent. */
  readonly pongs: readonly Pong[];
  /** System error codes, with their counts. */
  readonly errors: Readonly<Record<string, number>>;
}

/** What an agent is asked; each edge has a socket of its own in it. */
export type Call =
  | { readonly kind: 'open'; readonly edge: string; readonly address: string }
  | { readonly kind: 'ping'; readonly edge: string; readonly plan: PingPlan }
  /** How many probes have been turned round since this was last asked. */
  | { readonly kind: 'count'; readonly edge: string }
  | { readonly kind: 'send'; readonly edge: string; readonly to: Address; readonly bytes: number }
  | {
      readonly kind: 'receive';
      readonly edge: string;
      readonly bytes: number;
      readonly within: Milliseconds;
    };

export type Reply =
  | { readonly kind: 'opened'; readonly port: number }
  | { readonly kind: 'pinged'; readonly result: PingResult }
  | { readonly kind: 'counted'; readonly count: number }
  | { readonly kind: 'sent' }
  | { readonly kind: 'received'; readonly rate: BitsPerSecond | undefined };

export interface ToAgent {
  readonly id: number;
  readonly call: Call;
}

export type FromAgent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
