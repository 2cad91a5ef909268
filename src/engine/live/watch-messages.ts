import { isRecord } from '../../core/is-record.ts';
import type { RequestFilter } from '../../traffic/request-filter.ts';
import { parseTappedRequest, type TappedRequest } from '../../traffic/tapped-request.ts';
import { parseTopTable, type TopTable } from '../../traffic/top-row.ts';

/** What a run tells on its control socket for as long as somebody listens. */
export const WATCH_ROUTES = { tap: 'POST /tap', top: 'POST /top' } as const;

export interface TapOrder {
  readonly filter: RequestFilter;
  /** Lines in a second; 0 for all. */
  readonly maxRps: number;
}

export interface TopOrder {
  readonly filter: RequestFilter;
  /** Without `:id` in the place of what names one thing among many. */
  readonly rawPaths: boolean;
}

/** An edge whose requests cannot be seen. */
export interface UnreadEdge {
  readonly edge: string;
  readonly protocol: string;
  readonly driver: string;
}

/** What comes first in either. */
export interface WatchBegun {
  readonly kind: 'begun';
  /** The run's id. */
  readonly run: string;
  readonly scenario: string;
  readonly unread: readonly UnreadEdge[];
}

/** What was meant and is not told, since that was last said. */
export interface LeftOut {
  readonly kind: 'left-out';
  /** Beyond the lines of a second. */
  readonly over: number;
  /** While nobody took what was told. */
  readonly missed: number;
}

export type WatchLine =
  | WatchBegun
  | LeftOut
  | { readonly kind: 'request'; readonly request: TappedRequest }
  | { readonly kind: 'table'; readonly table: TopTable };

export function parseTapOrder(value: unknown): TapOrder | undefined {
  if (!isRecord(value)) return undefined;
  const { maxRps } = value;
  const filter = parseFilter(value['filter']);
  if (filter === undefined || typeof maxRps !== 'number' || !(maxRps >= 0)) return undefined;
  return { filter, maxRps };
}

export function parseTopOrder(value: unknown): TopOrder | undefined {
  if (!isRecord(value)) return undefined;
  const filter = parseFilter(value['filter']);
  return filter === undefined ? undefined : { filter, rawPaths: value['rawPaths'] === true };
}

const FILTER_TEXTS = ['from', 'to', 'edge', 'method', 'path', 'status'] as const;

function parseFilter(value: unknown): RequestFilter | undefined {
  if (!isRecord(value)) return undefined;
  const texts = FILTER_TEXTS.flatMap((key) => {
    const text = value[key];
    return typeof text === 'string' ? [[key, text]] : [];
  });
  return { ...Object.fromEntries(texts), failed: value['failed'] === true };
}

/** Reads what has come over the socket; undefined when it is something else. */
export function parseWatchLine(value: unknown): WatchLine | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['kind']) {
    case 'begun':
      return parseBegun(value);
    case 'left-out': {
      const { over, missed } = value;
      if (typeof over !== 'number' || typeof missed !== 'number') return undefined;
      return { kind: 'left-out', over, missed };
    }
    case 'request': {
      const request = parseTappedRequest(value['request']);
      return request && { kind: 'request', request };
    }
    case 'table': {
      const table = parseTopTable(value['table']);
      return table && { kind: 'table', table };
    }
    default:
      return undefined;
  }
}

function parseBegun({ run, scenario, unread }: Readonly<Record<string, unknown>>): WatchBegun | undefined {
  if (typeof run !== 'string' || typeof scenario !== 'string' || !Array.isArray(unread)) return undefined;
  return { kind: 'begun', run, scenario, unread: unread.flatMap((edge: unknown) => parseUnread(edge) ?? []) };
}

function parseUnread(value: unknown): UnreadEdge | undefined {
  if (!isRecord(value)) return undefined;
  const { edge, protocol, driver } = value;
  if (typeof edge !== 'string' || typeof protocol !== 'string' || typeof driver !== 'string')
    return undefined;
  return { edge, protocol, driver };
}
