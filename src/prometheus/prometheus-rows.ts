import type { EpochMilliseconds, Milliseconds } from '../core/clock.ts';
import type { SuccessPolicy } from '../load/load.ts';
import { proportionInterval } from '../slo/intervals.ts';
import type { GoldenRow, Meshed } from '../traffic/golden-row.ts';
import type { TrafficQuery } from '../traffic/traffic-query.ts';
import type { Answer, Sample } from './answer.ts';
import type { PrometheusClient } from './client.ts';
import { PrometheusFailure } from './failure.ts';
import { WINDOW, type Preset, type TrafficExpressions } from './presets/preset.ts';

const CONFIDENCE = 0.95;

export interface RowsRequest {
  readonly preset: Preset;
  readonly policy: SuccessPolicy;
  readonly query: TrafficQuery;
  readonly window: Milliseconds;
  readonly at: EpochMilliseconds;
}

interface Row {
  readonly namespace: string;
  readonly name: string;
  n: number;
  ok: number;
  p50?: number;
  p95?: number;
  p99?: number;
  meshed?: Meshed;
}

/** The rows of a table of traffic, from the series that a mesh or the services themselves have left. All are of the same window. */
export async function prometheusRows(
  client: PrometheusClient,
  { preset, policy, query, window, at }: RowsRequest,
  signal: AbortSignal,
): Promise<GoldenRow[]> {
  const expressions = preset.expressions(query);
  const seconds = window / 1000;
  const ask = async (expression: string): Promise<readonly Sample[]> =>
    vectorOf(await client.query(expression.replaceAll(WINDOW, durationOf(window)), at, signal), expression);
  const quantile = async (q: number): Promise<readonly Sample[]> =>
    await ask(`histogram_quantile(${q}, ${expressions.buckets})`);
  const [counts, p50, p95, p99, up] = await Promise.all([
    ask(expressions.counts),
    quantile(0.5),
    quantile(0.95),
    quantile(0.99),
    expressions.instances === undefined ? [] : ask(expressions.instances),
  ]);
  const rows = new Rows(expressions);
  for (const { labels, value } of up) {
    const row = rows.of(labels);
    const { measured, of } = row.meshed ?? { measured: 0, of: 0 };
    row.meshed = { measured: measured + (value === 1 ? 1 : 0), of: of + 1 };
  }
  for (const { labels, value } of counts) {
    // `increase` extrapolates to the ends of the window, so counts are not whole.
    const count = Number.isFinite(value) ? value : 0;
    const row = rows.of(labels);
    row.n += count;
    if (preset.succeeded(labels, policy)) row.ok += count;
  }
  for (const [key, samples] of [
    ['p50', p50],
    ['p95', p95],
    ['p99', p99],
  ] as const) {
    for (const { labels, value } of samples)
      if (Number.isFinite(value)) rows.of(labels)[key] = value * expressions.unit;
  }
  return rows.all
    .filter((row) => query.kind === 'received' || Math.round(row.n) > 0)
    .filter(({ name }) => query.names.length === 0 || query.names.includes(name))
    .filter(({ namespace }) => query.namespace === undefined || namespace === query.namespace)
    .map((row) => goldenRow(row, seconds));
}

/** Rows by namespace and name, as they turn up. */
class Rows {
  readonly #rows = new Map<string, Row>();
  readonly #expressions: TrafficExpressions;

  constructor(expressions: TrafficExpressions) {
    this.#expressions = expressions;
  }

  get all(): Row[] {
    return [...this.#rows.values()];
  }

  of(labels: Sample['labels']): Row {
    const { namespace: label, name: nameLabel } = this.#expressions;
    const namespace = (label === undefined ? undefined : labels[label]) ?? '';
    const name = labels[nameLabel] ?? '';
    const key = JSON.stringify([namespace, name]);
    const row = this.#rows.get(key) ?? { namespace, name, n: 0, ok: 0 };
    this.#rows.set(key, row);
    return row;
  }
}

function goldenRow({ namespace, name, meshed, n, ok, p50, p95, p99 }: Row, seconds: number): GoldenRow {
  const whole = Math.round(n);
  const good = Math.min(whole, Math.round(ok));
  const hasTraffic = whole > 0;
  return {
    namespace,
    name,
    ...(meshed !== undefined && { meshed }),
    n: whole,
    success: hasTraffic ? good / whole : null,
    interval: hasTraffic ? proportionInterval(good, whole, CONFIDENCE) : null,
    rps: hasTraffic ? n / seconds : null,
    p50: p50 ?? null,
    p95: p95 ?? null,
    p99: p99 ?? null,
  };
}

function vectorOf(answer: Answer, expression: string): readonly Sample[] {
  if (answer.kind === 'vector') return answer.samples;
  throw new PrometheusFailure(
    'query',
    `\`${expression}\` gives one number, where a table needs a vector`,
    'correct the preset',
  );
}

function durationOf(ms: Milliseconds): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${Math.round(ms)}ms`;
}
