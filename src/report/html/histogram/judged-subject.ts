import type { ExpectationResult } from '../../../core/result.gen.ts';

/** The left side of a check, as `p95(shoppers)`, `p(99.9)(shoppers){name=cart}` or `success(shoppers.checks)`. */
const LEFT = /^\s*(\w+)(?:\(\s*[\d.]+\s*\))?\s*\(\s*([^(){}]+?)\s*[{)]/;
const LATENCIES: ReadonlySet<string> = new Set(['p', 'p50', 'p90', 'p95', 'p99', 'max', 'mean']);

/** What a check speaks of; undefined where it is none of a load's or an edge's exchanges. */
export function judgedSubject({ kind, that }: ExpectationResult): string | undefined {
  return kind === 'check' ? LEFT.exec(that)?.[2] : undefined;
}

/** Whether a check bounds a latency, so that its bound has a place on an axis of latencies. */
export function isOfLatency({ kind, that }: ExpectationResult): boolean {
  return kind === 'check' && LATENCIES.has(LEFT.exec(that)?.[1] ?? '');
}
