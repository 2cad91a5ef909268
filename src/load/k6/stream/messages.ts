import type { IntakeBatch, IntakeOptions } from './intake.ts';

/** What a thread that reads a stream is started with. */
export interface StreamStart {
  readonly path: string;
  readonly intake: IntakeOptions;
}

/** The only thing that it is told: no more is written. */
export type ToStreamThread = 'finish';

export type FromStreamThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'batch'; readonly batch: IntakeBatch }
  | { readonly kind: 'finished' };
