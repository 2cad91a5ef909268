import type { Milliseconds } from '../core/clock.ts';
import type { SeriesResult, UsageSeries } from '../core/result.gen.ts';
import type { Plan } from '../plan/plan.ts';
import type { Collector } from './collector.ts';

/** Every load and every readable edge over the run, in the blocks of its timeline that begin before `until`. */
export function seriesResults(
  plan: Plan,
  collector: Collector,
  until: Milliseconds = Infinity,
): SeriesResult[] {
  const readable = plan.edges.filter((edge) => edge.readable);
  const subjects = [
    ...plan.loads.map((load) => ({ subject: load.name, kind: 'load' as const })),
    ...readable.map((edge) => ({ subject: edge.name, kind: 'edge' as const })),
  ];
  return subjects.map(({ subject, kind }) => {
    const points = collector
      .series(subject)
      .points()
      .filter(({ t }) => t < until);
    return {
      subject,
      kind,
      t: points.map((point) => point.t),
      seconds: points.map((point) => point.seconds),
      n: points.map((point) => point.n),
      ok: points.map((point) => point.ok),
      p50: points.map((point) => rounded(point.p50)),
      p95: points.map((point) => rounded(point.p95)),
      p99: points.map((point) => rounded(point.p99)),
    };
  });
}

/** Every edge that is not readable and whose bytes we pass on; those of the kernel are counted once a window only. */
export function usageResults(
  plan: Plan,
  collector: Collector,
  until: Milliseconds = Infinity,
): UsageSeries[] {
  const unread = plan.edges.filter(({ readable, place }) => !readable && place.kind === 'listen');
  const blocks = collector.timeline.blocks.filter(({ from }) => from < until);
  return unread.map(({ name }) => {
    const used = collector.usage(name).inBlocks(collector.timeline).slice(0, blocks.length);
    return {
      edge: name,
      t: blocks.map(({ from }) => from),
      seconds: blocks.map(({ from, to }) => (to - from) / 1000),
      connections: used.map(({ connections }) => connections),
      up: used.map(({ up }) => up),
      down: used.map(({ down }) => down),
    };
  });
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 100) / 100;
}
