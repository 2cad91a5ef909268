import type { StepResult, SubjectSummary } from '../../core/result.gen.ts';
import { Cell } from '../../metrics/cell.ts';
import { Histogram } from '../../metrics/histogram.ts';
import type { WindowData } from '../../metrics/window-data.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import type { EarlierWindow } from '../../slo/evidence.ts';
import type { Metric } from '../../slo/grammar.ts';
import type { Earlier } from './earlier-run.ts';
import { whyOtherConditions } from './other-conditions.ts';

/**
 * The whole load or edge of a metric in the same step of an earlier run, as its result sums it up; or why that is no measure for this one.
 * @throws RangeError for a histogram that is none.
 */
export function earlierWindow(
  earlier: Earlier,
  { plan, step }: { readonly plan: Plan; readonly step: PlannedStep },
  { fn, subject }: Metric,
): EarlierWindow {
  if (earlier.kind === 'none') return { kind: 'unusable', why: earlier.why };
  const { run, steps } = earlier.run.result;
  const unusable = (why: string): EarlierWindow => ({ kind: 'unusable', why: `run ${run.id} ${why}` });
  const then = steps.find(({ name }) => name === step.name);
  if (then === undefined) return unusable(`has no step \`${step.name}\``);
  if (then.verdict !== 'pass') return unusable(`did not pass step \`${step.name}\`, but was ${then.verdict}`);
  const other = whyOtherConditions(earlier.run.result, then, { plan, step });
  if (other !== undefined) return unusable(`ran under other conditions: ${other}`);
  const summary = then.subjects.find(({ name }) => name === subject);
  if (summary === undefined || summary.n === 0)
    return unusable(`measured no requests of \`${subject}\` in it`);
  if (summary.histogram === undefined) return unusable('kept no histogram');
  if (fn.kind === 'mean' && summary.histogram.sum === undefined) return unusable('kept no sums for a mean');
  return { kind: 'measured', run: run.id, window: windowOf(then, summary) };
}

/** What straddled its end has been judged then, and passed; how long the unanswered lasted, a result does not tell. */
function windowOf({ windowStart, end }: StepResult, summary: SubjectSummary): WindowData {
  const answered =
    summary.histogram === undefined ? new Histogram() : Histogram.fromBuckets(summary.histogram);
  const unanswered = new Histogram();
  unanswered.record(0, summary.n - answered.count);
  return {
    seconds: (end - windowStart) / 1000,
    inside: Cell.of({ ok: summary.ok, failures: [['other', summary.failed]], answered, unanswered }),
    blocks: [],
    straddling: new Cell(),
    waited: new Histogram(),
    dropped: summary.dropped,
    lag: new Histogram(),
  };
}
