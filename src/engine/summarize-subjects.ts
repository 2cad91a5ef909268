import type { SubjectSummary } from '../core/result.gen.ts';
import { rankOf } from '../metrics/histogram.ts';
import { everySample } from '../metrics/window-data.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import { percentilesOf } from './percentiles-of.ts';
import { requestWindow, type EvidenceSources } from './gather-evidence.ts';
import { countRoundTrips, summarizeMetrics } from './summarize-metrics.ts';

/** k6 and commands tell when they sent, not when they should have: of their lag nothing is known. */
function promisesDueTimes({ loads }: Plan, name: string): boolean {
  return loads.some((load) => load.name === name && load.kind === 'arrivals' && load.engine === 'builtin');
}

/** What a load of k6 tells beside its requests. */
function ownFigures(
  { plan, collector }: EvidenceSources,
  step: PlannedStep,
  { name, mean }: { readonly name: string; readonly mean: number },
): Pick<SubjectSummary, 'metrics' | 'roundTrips'> {
  const values = collector.valuesOf(name);
  if (values.wanted.length === 0) return {};
  const range = { from: step.windowStart, to: step.end };
  const through = plan.loads.find((load) => load.name === name)?.through;
  const rtt = step.links.find((link) => link.edge === through)?.rtt ?? 0;
  const roundTrips = countRoundTrips(values, range, { rtt, mean });
  return { metrics: summarizeMetrics(values, range), ...(roundTrips !== undefined && { roundTrips }) };
}

/** Every load and every readable edge in the window of a step. */
export function summarizeSubjects(sources: EvidenceSources, step: PlannedStep): SubjectSummary[] {
  const { plan } = sources;
  const subjects = [
    ...plan.loads.map((load) => ({ name: load.name, kind: 'load' as const })),
    ...plan.edges.filter((edge) => edge.readable).map((edge) => ({ name: edge.name, kind: 'edge' as const })),
  ];
  return subjects.map(({ name, kind }) => {
    const range = { from: step.windowStart, to: step.end };
    const window = requestWindow(sources, { subject: name, tags: [] }, range);
    const cell = everySample(window);
    const percentile = (q: number): number | null => {
      const value = cell.valueAtRank(rankOf(q, cell.n));
      return Number.isFinite(value) ? value : null;
    };
    const buckets = [...cell.answered.buckets()];
    const firstByte = percentilesOf(sources.collector.firstBytesIn(name, range));
    const lag = window.lag.count > 0 ? { lagP99: window.lag.quantile(0.99) } : {};
    return {
      name,
      kind,
      n: cell.n,
      ok: cell.ok,
      failed: cell.failed,
      rps: window.seconds === 0 ? 0 : cell.answered.count / window.seconds,
      success: cell.n === 0 ? null : cell.ok / cell.n,
      p50: percentile(0.5),
      p95: percentile(0.95),
      p99: percentile(0.99),
      ...(firstByte !== undefined && { firstByte }),
      failures: Object.fromEntries(cell.failures),
      dropped: window.dropped,
      straddling: window.straddling.n,
      ...(promisesDueTimes(plan, name) && lag),
      ...(kind === 'load' &&
        ownFigures(sources, step, { name, mean: (cell.answered.sum + cell.unanswered.sum) / cell.n })),
      histogram: {
        edges: buckets.map((bucket) => bucket.from),
        counts: buckets.map((bucket) => bucket.count),
        sum: cell.answered.sum,
        sumOfSquares: cell.answered.sumOfSquares,
      },
    };
  });
}
