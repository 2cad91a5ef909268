import type { Milliseconds } from '../../core/clock.ts';
import type { Sample } from '../../metrics/sample.ts';
import type { BuiltinLoadSpec } from '../load.ts';
import type { TlsTrust } from './socket.ts';

/** What a load thread or process is started with. */
export interface LoadStart {
  readonly specs: readonly BuiltinLoadSpec[];
  readonly epoch: Milliseconds;
  readonly trust: TlsTrust;
}

export type ToThread =
  | { readonly kind: 'settle'; readonly id: number; readonly until: Milliseconds }
  | { readonly kind: 'stop' };

/** In the order of what they report: a batch that was flushed before a settlement also arrives before it. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'samples'; readonly load: string; readonly samples: readonly Sample[] }
  | { readonly kind: 'dropped'; readonly load: string; readonly due: readonly Milliseconds[] }
  | { readonly kind: 'open'; readonly load: string; readonly due: readonly Milliseconds[] }
  | { readonly kind: 'failed'; readonly load: string; readonly reason: string }
  | { readonly kind: 'settled'; readonly id: number };
