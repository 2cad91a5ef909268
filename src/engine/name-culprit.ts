import type { CulpritResult, ExpectationResult } from '../core/result.gen.ts';
import type { Cell } from '../metrics/cell.ts';
import type { TimeRange } from '../metrics/timeline.ts';
import { everySample } from '../metrics/window-data.ts';
import { isImpaired, type Plan, type PlannedStep } from '../plan/plan.ts';
import type { PlannedCheck } from '../plan/planned-expectation.ts';
import { BASELINE_STEP, type MetricFunction } from '../slo/grammar.ts';
import type { Complaint, InvolvedEdge, Stretch } from '../traffic/culprit/complaint.ts';
import type { Culprit } from '../traffic/culprit/culprit.ts';
import { findCulprit } from '../traffic/culprit/find-culprit.ts';
import { summaryOf } from '../traffic/culprit/words.ts';
import { openIn, requestWindow, type EvidenceSources } from './gather-evidence.ts';

/** The result of a check that failed, with the edge that explains it; any other as it is. */
export function withCulprit(
  sources: EvidenceSources,
  step: PlannedStep,
  check: PlannedCheck,
  result: ExpectationResult,
): ExpectationResult {
  const about = complaintOf(check);
  if (result.verdict !== 'fail' || about === undefined) return result;
  return { ...result, culprit: describe(findCulprit(complain(sources, step, check, about))) };
}

/** What a figure complains of; nothing where a rate or a metric of the load's own is too low or too high. */
function complaintOf({ expectation }: PlannedCheck): Complaint['about'] | undefined {
  return expectation.left.own === undefined ? ABOUT[expectation.left.fn.kind] : undefined;
}

const ABOUT: Readonly<Partial<Record<MetricFunction['kind'], Complaint['about']>>> = {
  success: 'failures',
  errors: 'failures',
  percentile: 'latency',
  max: 'latency',
  mean: 'latency',
};

function complain(
  sources: EvidenceSources,
  step: PlannedStep,
  check: PlannedCheck,
  about: Complaint['about'],
): Complaint {
  const { plan } = sources;
  const { subject } = check.expectation.left;
  const load = plan.loads.find(({ name }) => name === subject);
  const before = comparable(sources, step);
  return {
    about,
    edge: load?.through ?? subject,
    edges: involvedEdges(plan, step),
    window: stretch(sources, { from: check.from, to: check.to }, load?.name),
    ...(before !== undefined && {
      before: {
        step: before.name,
        ...stretch(sources, { from: before.windowStart, to: before.end }, load?.name),
      },
    }),
  };
}

/** The step named `baseline`, else the last one before: clear, and passed. */
function comparable({ plan, verdicts }: EvidenceSources, step: PlannedStep): PlannedStep | undefined {
  const earlier = plan.steps.slice(
    0,
    plan.steps.findIndex(({ name }) => name === step.name),
  );
  const fit = earlier.filter(
    ({ name, links }) => verdicts.get(name) === 'pass' && !links.some((link) => isImpaired(link)),
  );
  return fit.find(({ name }) => name === BASELINE_STEP) ?? fit.at(-1);
}

function involvedEdges({ edges }: Plan, { links }: PlannedStep): InvolvedEdge[] {
  return edges.map(({ name, from, to, readable }) => {
    const link = links.find(({ edge }) => edge === name);
    const impaired = link !== undefined && isImpaired(link) ? { impaired: link.label } : {};
    return {
      name,
      from,
      to: [...new Set(to.map(({ service }) => service))],
      readable,
      rtt: link?.rtt ?? 0,
      ...impaired,
    };
  });
}

function stretch(sources: EvidenceSources, range: TimeRange, load: string | undefined): Stretch {
  const traffic = sources.collector.traffic(range);
  for (const { edge, cell } of traffic.filter((item) => leadsToOne(sources.plan, item.edge))) {
    for (const open of openIn(sources, edge, range)) cell.add(open);
  }
  return load === undefined ? { traffic } : { traffic, load: requestsOf(sources, load, range) };
}

/** Of several services, nobody knows which one an open exchange will turn out to be asked of. */
function leadsToOne({ edges }: Plan, name: string): boolean {
  const to = edges.find((edge) => edge.name === name)?.to ?? [];
  return new Set(to.map(({ service }) => service)).size === 1;
}

function requestsOf(sources: EvidenceSources, load: string, range: TimeRange): Cell {
  return everySample(requestWindow(sources, { subject: load, tags: [] }, range));
}

function describe(culprit: Culprit): CulpritResult {
  const { kind, about, considered } = culprit;
  const common = { kind, about, summary: summaryOf(culprit), considered: [...considered] };
  if (culprit.kind === 'none') return common;
  const { edge, from, to, fault, impaired, share, path, because } = culprit;
  return { ...common, edge, from, to, fault, impaired, share, path: [...path], because: [...because] };
}
