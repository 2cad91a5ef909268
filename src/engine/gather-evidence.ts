import type { VerdictName } from '../core/events.ts';
import type { Observation } from '../metrics/observation.ts';
import type { TimeRange } from '../metrics/timeline.ts';
import type { WindowData } from '../metrics/window-data.ts';
import { isOfK6, type Plan, type PlannedStep } from '../plan/plan.ts';
import type { Evidence } from '../slo/evidence.ts';
import type { Metric } from '../slo/grammar.ts';
import type { Collector } from './collector.ts';
import type { Earlier } from './earlier/earlier-run.ts';
import { earlierWindow } from './earlier/earlier-window.ts';
import { ownWindow, whyAbsent } from './own-window.ts';
import { tagsOf } from './wanted-metrics.ts';

export interface EvidenceSources {
  readonly plan: Plan;
  readonly collector: Collector;
  /** Of the steps that have been judged. */
  readonly verdicts: ReadonlyMap<string, VerdictName>;
  /** What `previous` is of. */
  readonly earlier?: Earlier;
}

/** What the run knows, for an expectation of `step` whose judged window is `range`. */
export function gatherEvidence(sources: EvidenceSources, step: PlannedStep, range: TimeRange): Evidence {
  const { plan, collector, verdicts, earlier } = sources;
  return {
    window: (metric, name) => {
      if (name === undefined) return windowOf(sources, metric, range);
      const other = plan.steps.find((candidate) => candidate.name === name);
      return other && windowOf(sources, metric, { from: other.windowStart, to: other.end });
    },
    absent: (metric) => (metric.own === undefined ? undefined : whyAbsent(collector, metric)),
    requestedRtt: (subject) => {
      const edge = plan.loads.find((load) => load.name === subject)?.through ?? subject;
      return step.links.find((link) => link.edge === edge)?.rtt;
    },
    stepVerdict: (name) => verdicts.get(name),
    ...(earlier !== undefined && { previous: (metric) => earlierWindow(earlier, { plan, step }, metric) }),
  };
}

/** What a figure of a subject's requests is taken from. */
export type RequestFigure = Pick<Metric, 'subject' | 'tags'>;

/** What was due in `range`, which lies in one step, or what a metric of the load's own came to in it. */
export function windowOf(sources: EvidenceSources, metric: Metric, range: TimeRange): WindowData {
  const window =
    metric.own === undefined
      ? requestWindow(sources, metric, range)
      : ownWindow(sources.collector, metric, range);
  return variesIn(sources.plan, range) ? { ...window, blocks: [] } : window;
}

/** Where a link varies by itself, its seconds differ because they were asked to, which says nothing of how requests go together. */
function variesIn(plan: Plan, range: TimeRange): boolean {
  return stepAround(plan, range)?.links.some(({ schedule }) => schedule !== undefined) ?? false;
}

function stepAround(plan: Plan, { from, to }: TimeRange): PlannedStep | undefined {
  return plan.steps.find((step) => step.start <= from && to <= step.end);
}

/** What was due in `range`, which lies in one step; what is still open has outlasted that without an answer. */
export function requestWindow(
  { plan, collector }: EvidenceSources,
  { subject, tags }: RequestFigure,
  range: TimeRange,
): WindowData {
  const window = collector.series(subject, tagsOf(tags)).window(range);
  // Nobody knows which request an open exchange on an edge will turn out to be.
  if (tags.length > 0) return window;
  for (const open of openIn({ plan, collector }, whoKnowsOpen(plan, subject), range)) {
    window.straddling.add(open);
    window.waited.record(open.end - open.due);
  }
  return window;
}

/** What is still open on a subject and was due in `range`, which lies in one step, as if it had ended without an answer with that. */
export function openIn(
  { plan, collector }: Pick<EvidenceSources, 'plan' | 'collector'>,
  subject: string,
  range: TimeRange,
): Observation[] {
  const end = stepAround(plan, range)?.end ?? range.to;
  return collector
    .openDueIn(subject, range)
    .map((due) => ({ due, end, name: '', ok: false, answered: false, failure: 'still open' }));
}

/** k6 tells of a request when it is over: what is open, the edge knows that it goes through. */
export function whoKnowsOpen(plan: Plan, subject: string): string {
  const load = plan.loads.find((candidate) => candidate.name === subject);
  return load !== undefined && isOfK6(load) ? load.through : subject;
}
