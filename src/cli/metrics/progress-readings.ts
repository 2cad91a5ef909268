import { isImpaired, type Plan } from '../../plan/plan.ts';
import { CLEAR } from '../../impairment/model.ts';
import { stepLabel } from '../../engine/walk-steps.ts';
import type { Labels, MetricName, Reading } from './catalogue.ts';
import { impairmentReadings } from './impairment-readings.ts';
import type { RunProgress, ShownVerdict } from './run-progress.ts';

const VERDICTS: readonly ShownVerdict[] = ['pass', 'fail', 'inconclusive', 'error', 'pending'];

/** Where a run is, what is in force, and what was judged. */
export function progressReadings(plan: Plan, progress: RunProgress): Reading[] {
  return [
    { metric: 'squall_run_info', labels: { seed: String(plan.seed) }, value: 1 },
    ...verdictReadings('squall_run_verdict', {}, progress.verdict),
    ...plan.services.map(({ name }): Reading => ({
      metric: 'squall_service_info',
      labels: { service: name },
      value: 1,
    })),
    ...plan.steps.flatMap((step) => stepReadings(step.name, stepLabel(step), progress)),
    ...[...progress.expectations].flatMap(({ step, name, gate, verdict }) =>
      verdictReadings('squall_expectation_verdict', { step, expectation: name, gate }, verdict),
    ),
    ...plan.edges.flatMap((edge) => {
      const labels = { edge: edge.name, source: edge.from };
      const current = progress.inForce.get(edge.name);
      return [
        ...impairedReadings(plan, labels, current?.label),
        ...impairmentReadings(current?.impairment ?? CLEAR, labels),
      ];
    }),
  ];
}

/** One of several states: the field's way, so that a query need not know which value a number stands for. */
function verdictReadings(metric: MetricName, labels: Labels, verdict: ShownVerdict): Reading[] {
  return VERDICTS.map((candidate) => ({
    metric,
    labels: { ...labels, verdict: candidate },
    value: Number(candidate === verdict),
  }));
}

function stepReadings(step: string, label: string, progress: RunProgress): Reading[] {
  const start = progress.stepStarts.get(step);
  return [
    { metric: 'squall_step_active', labels: { step, label }, value: Number(step === progress.step) },
    ...(start === undefined
      ? []
      : [{ metric: 'squall_step_start_time_seconds', labels: { step }, value: start / 1000 } as const]),
    ...verdictReadings('squall_step_verdict', { step }, progress.stepVerdicts.get(step) ?? 'pending'),
  ];
}

/** Every impairment that the plan has for the edge, so that a series is 0 before it is 1. */
function impairedReadings(
  plan: Plan,
  labels: Labels & { edge: string },
  current: string | undefined,
): Reading[] {
  const links = plan.steps.flatMap((step) => step.links.filter(({ edge }) => edge === labels.edge));
  const names = new Set(links.flatMap((link) => (isImpaired(link) ? [link.label] : [])));
  return [...names].map((label) => ({
    metric: 'squall_edge_impaired',
    labels: { ...labels, label },
    value: Number(label === current),
  }));
}
