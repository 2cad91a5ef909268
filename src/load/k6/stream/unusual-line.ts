import { isRecord } from '../../../core/is-record.ts';
import type { MetricInfo } from '../../load.ts';
import { isTags } from '../../stream/tags.ts';

export type UnusualLine =
  | { readonly kind: 'metric'; readonly metric: MetricInfo }
  /** A point that is written in another way, rewritten in the usual one. */
  | { readonly kind: 'point'; readonly line: Buffer }
  | { readonly kind: 'garbage' };

/** Reads a line that is no point as k6 usually writes it: the declaration of a metric, or another order of keys. */
export function readUnusualLine(text: string): UnusualLine {
  const value = parse(text);
  const data = isRecord(value) ? value['data'] : undefined;
  if (!isRecord(value) || !isRecord(data)) return { kind: 'garbage' };
  switch (value['type']) {
    case 'Metric':
      return metricOf(data);
    case 'Point':
      return pointOf(value['metric'], data);
    default:
      return { kind: 'garbage' };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function metricOf({ name, type, contains }: Readonly<Record<string, unknown>>): UnusualLine {
  if (typeof name !== 'string' || !isMetricType(type) || !isContent(contains)) return { kind: 'garbage' };
  return { kind: 'metric', metric: { name, type, contains } };
}

function pointOf(metric: unknown, { time, value, tags }: Readonly<Record<string, unknown>>): UnusualLine {
  const known = tags ?? {};
  if (typeof metric !== 'string' || typeof time !== 'string' || typeof value !== 'number' || !isTags(known)) {
    return { kind: 'garbage' };
  }
  const line = JSON.stringify({ metric, type: 'Point', data: { time, value, tags: known } });
  return { kind: 'point', line: Buffer.from(line) };
}

function isMetricType(value: unknown): value is MetricInfo['type'] {
  return value === 'counter' || value === 'gauge' || value === 'rate' || value === 'trend';
}

function isContent(value: unknown): value is MetricInfo['contains'] {
  return value === 'default' || value === 'time' || value === 'data';
}
