import type { Percentiles } from '../core/result.gen.ts';
import type { Histogram } from '../metrics/histogram.ts';

/** Undefined where nothing was measured: no figure is better than a made-up one. */
export function percentilesOf(histogram: Histogram | undefined): Percentiles | undefined {
  if (histogram === undefined || histogram.count === 0) return undefined;
  return {
    n: histogram.count,
    p50: histogram.quantile(0.5),
    p95: histogram.quantile(0.95),
    p99: histogram.quantile(0.99),
  };
}
