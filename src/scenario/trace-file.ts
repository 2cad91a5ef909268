import type { TraceFormat } from '../impairment/varying/trace.ts';

/** What a name of a trace leads to: a text to be read, or why there is none. */
export type TraceFile =
  | {
      readonly kind: 'text';
      readonly format: TraceFormat;
      readonly text: string;
      /** Of the bytes that were read. */
      readonly sha256: string;
    }
  | { readonly kind: 'refused'; readonly message: string; readonly hint: string };

/** By the names in the scenario. */
export type TraceFiles = ReadonlyMap<string, TraceFile>;
