import type { VerdictName } from '../core/events.ts';
import type { TimeRange } from '../metrics/timeline.ts';
import type { WindowData } from '../metrics/window-data.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import type { Evidence } from '../slo/evidence.ts';
import type { Metric } from '../slo/grammar.ts';
import type { Collector } from './collector.ts';

export interface EvidenceSources {
  readonly plan: Plan;
  readonly collector: Collector;
  /** Of the steps that have been judged. */
  readonly verdicts: ReadonlyMap<string, VerdictName>;
}

/** What the run knows, for an expectation of `step` whose judged window is `range`. */
export function gatherEvidence(sources: EvidenceSources, step: PlannedStep, range: TimeRange): Evidence {
  const { plan, verdicts } = sources;
  return {
    window: (metric, name) => {
      if (name === undefined) return windowOf(sources, metric, range);
      const other = plan.steps.find((candidate) => candidate.name === name);
      return other && windowOf(sources, metric, { from: other.windowStart, to: other.end });
    },
    requestedRtt: (subject) => {
      const edge = plan.loads.find((load) => load.name === subject)?.through ?? subject;
      return step.links.find((link) => link.edge === edge)?.rtt;
    },
    stepVerdict: (name) => verdicts.get(name),
  };
}

/** What was due in `range`, which lies in one step; what is still open has outlasted that without an answer. */
export function windowOf(
  { plan, collector }: EvidenceSources,
  { subject, tags }: Pick<Metric, 'subject' | 'tags'>,
  range: TimeRange,
): WindowData {
  const window = collector.series(subject, tags[0]?.value).window(range);
  // Nobody knows which request an open exchange on an edge will turn out to be.
  if (tags.length > 0) return window;
  const end = plan.steps.find((step) => step.start <= range.from && range.to <= step.end)?.end ?? range.to;
  for (const due of collector.openDueIn(subject, range)) {
    window.straddling.add({ due, end, name: '', ok: false, answered: false });
    window.waited.record(end - due);
  }
  return window;
}
