import type { Milliseconds } from '../core/clock.ts';
import { isRecord } from '../core/is-record.ts';

/** What is called where there were more kinds of requests than rows. */
export const OTHER = '(other)';

/** One row of `scenario top`, as `-o json` prints it: the requests of one kind since somebody watches. */
export interface TopRow {
  /** The load or service that asked; null in the row of the others, as the next three. */
  readonly source: string | null;
  readonly destination: string | null;
  readonly edge: string | null;
  readonly method: string | null;
  readonly path: string;
  readonly count: number;
  /** Per second, over the last ten. */
  readonly rps: number;
  /** Of the answered; null where none was. */
  readonly best_ms: Milliseconds | null;
  /** Null also where so many were not answered that it is none of an answer. */
  readonly p50_ms: Milliseconds | null;
  readonly worst_ms: Milliseconds | null;
  /** Of the request that ended last; null where it was not answered. */
  readonly last_ms: Milliseconds | null;
  /** Between 0 and 1. */
  readonly success: number;
}

/** Everything at one moment. */
export interface TopTable {
  /** In UTC (RFC 3339). */
  readonly at: string;
  /** How long somebody watches. */
  readonly seconds: number;
  readonly rows: readonly TopRow[];
}

/** Reads what has come over a socket; undefined when it is something else. */
export function parseTopTable(value: unknown): TopTable | undefined {
  if (!isRecord(value)) return undefined;
  const { at, seconds, rows } = value;
  if (typeof at !== 'string' || typeof seconds !== 'number' || !Array.isArray(rows)) return undefined;
  return { at, seconds, rows: rows.flatMap((row: unknown) => parseRow(row) ?? []) };
}

function parseRow(value: unknown): TopRow | undefined {
  if (!isRecord(value)) return undefined;
  const { path, count, rps, success } = value;
  if (typeof path !== 'string' || typeof count !== 'number') return undefined;
  if (typeof rps !== 'number' || typeof success !== 'number') return undefined;
  const text = (key: string): string | null => {
    const found = value[key];
    return typeof found === 'string' ? found : null;
  };
  const time = (key: string): Milliseconds | null => {
    const found = value[key];
    return typeof found === 'number' ? found : null;
  };
  return {
    source: text('source'),
    destination: text('destination'),
    edge: text('edge'),
    method: text('method'),
    path,
    count,
    rps,
    best_ms: time('best_ms'),
    p50_ms: time('p50_ms'),
    worst_ms: time('worst_ms'),
    last_ms: time('last_ms'),
    success,
  };
}
