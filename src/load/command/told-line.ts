import { isRecord } from '../../core/is-record.ts';
import type { EpochMilliseconds, Milliseconds } from '../../core/clock.ts';
import type { MetricInfo } from '../load.ts';
import { isTags, type Tags } from '../stream/tags.ts';

/** A request that a command tells of; docs/load.md describes the line. */
export interface ToldSample {
  readonly kind: 'sample';
  readonly name: string;
  /** When it began. */
  readonly at: EpochMilliseconds;
  readonly ms: number;
  readonly status: number;
  readonly error?: string;
  readonly tags: Tags;
}

/** A value of a metric of the command's own. */
export interface ToldValue {
  readonly kind: 'value';
  readonly metric: string;
  readonly at: EpochMilliseconds;
  readonly value: number;
  readonly type: MetricInfo['type'];
  readonly contains: MetricInfo['contains'];
  readonly tags: Tags;
}

export type ToldLine =
  | ToldSample
  | ToldValue
  /** It begins as one of the two and is none. */
  | { readonly kind: 'broken' }
  /** Anything else that a program may print. */
  | { readonly kind: 'text' };

type Fields = Readonly<Record<string, unknown>>;

const BEGINNING = /^\s*\{\s*"(?:sample|metric)"/;

/** Reads a line that a command prints. */
export function readToldLine(text: string): ToldLine {
  if (!BEGINNING.test(text)) return { kind: 'text' };
  const fields = parse(text);
  if (!isRecord(fields)) return { kind: 'broken' };
  return ('sample' in fields ? sampleOf(fields) : valueOf(fields)) ?? { kind: 'broken' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sampleOf({ sample: name, at, ms, status = 0, error, tags = {} }: Fields): ToldSample | undefined {
  const time = timeOf(at);
  if (typeof name !== 'string' || time === undefined || !isDuration(ms) || !isStatus(status))
    return undefined;
  if ((error !== undefined && typeof error !== 'string') || !isTags(tags)) return undefined;
  return { kind: 'sample', name, at: time, ms, status, tags, ...(error !== undefined && { error }) };
}

function valueOf({
  metric,
  at,
  value,
  type = 'trend',
  contains = 'default',
  tags = {},
}: Fields): ToldValue | undefined {
  const time = timeOf(at);
  if (typeof metric !== 'string' || time === undefined || typeof value !== 'number' || !isTags(tags))
    return undefined;
  if (!isOneOf(TYPES, type) || !isOneOf(CONTENTS, contains)) return undefined;
  return { kind: 'value', metric, at: time, value, type, contains, tags };
}

const TYPES: readonly MetricInfo['type'][] = ['counter', 'gauge', 'rate', 'trend'];
const CONTENTS: readonly MetricInfo['contains'][] = ['default', 'time', 'data'];

function isOneOf<Value extends string>(values: readonly Value[], value: unknown): value is Value {
  return values.some((candidate) => candidate === value);
}

/** What a `Date` can hold. */
const LAST_TIME: EpochMilliseconds = 8.64e15;
/** No run takes so long; a sum of such figures is still exact. */
const LONGEST: Milliseconds = 86_400_000;

/** Milliseconds since 1970, or RFC 3339. */
function timeOf(at: unknown): EpochMilliseconds | undefined {
  const time = typeof at === 'string' ? Date.parse(at) : at;
  return typeof time === 'number' && Math.abs(time) <= LAST_TIME ? time : undefined;
}

function isDuration(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LONGEST;
}

function isStatus(value: unknown): value is number {
  return value === 0 || (Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 599);
}
