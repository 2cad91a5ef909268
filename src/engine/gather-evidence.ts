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
      const other = plan.steps.find((candidate) => candidate.name === name);
      return windowOf(
        sources,
        metric,
        other === undefined ? range : { from: other.windowStart, to: other.end },
      );
    },
    requestedRtt: (subject) => {
      const edge = plan.loads.find((load) => load.name === subject)?.through ?? subject;
      return step.links.find((link) => link.edge === edge)?.rtt;
    },
    stepVerdict: (name) => verdicts.get(name),
  };
}

/** What was due in `range`; what is still open counts as unanswered. */
export function windowOf({ collector }: EvidenceSources, metric: Metric, range: TimeRange): WindowData {
  const window = collector.series(metric.subject, metric.tags[0]?.value).window(range);
  // Nobody knows which request an open exchange on an edge will turn out to be.
  if (metric.tags.length === 0) window.inside.addBad(collector.openIn(metric.subject, range.from, range.to));
  return window;
}
