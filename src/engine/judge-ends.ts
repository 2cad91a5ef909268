import type { ExpectationResult } from '../core/result.gen.ts';
import { formatDuration } from '../core/units/duration.ts';
import { describeExit } from '../exec/spawn.ts';
import type { LoadEnd, Threshold, ThresholdOutcome } from '../load/load.ts';
import type { Plan, PlannedLoad, PlannedProgram } from '../plan/plan.ts';
import type { Collector } from './collector.ts';

/**
 * What the programs of loads came to over the whole run, as expectations: the thresholds of k6 scripts that are to be
 * judged, and how commands ended.
 */
export function judgeEnds(plan: Plan, collector: Collector): ExpectationResult[] {
  return plan.loads.flatMap((load) => {
    const end = collector.ends.get(load.name);
    if (end === undefined) return [];
    if (load.kind === 'command') return [judgeProgram(plan, load, end, end.at - collector.epoch)];
    if (load.kind !== 'script' || load.thresholds === 'report') return [];
    return [
      ...end.thresholds.map((threshold) => judgeThreshold(plan, load, threshold)),
      ...(end.unjudged ?? []).map((threshold) => noOutcome(plan, load, threshold)),
    ];
  });
}

/** As the script writes it, with its metric: `checkout: http_req_duration p(95)<500`. */
export function thresholdText(load: string, { metric, text }: Threshold): string {
  return `${load}: ${metric} ${text}`;
}

function wholeRun(plan: Plan): Pick<ExpectationResult, 'gate' | 'window'> {
  return { gate: 'expect', window: { start: 0, end: plan.duration } };
}

function judgeThreshold(plan: Plan, load: PlannedLoad, threshold: ThresholdOutcome): ExpectationResult {
  const name = thresholdText(load.name, threshold);
  const observed = threshold.ok ? 'held' : 'crossed';
  return {
    name,
    that: name,
    kind: 'threshold',
    ...wholeRun(plan),
    verdict: threshold.ok ? 'pass' : 'fail',
    reason: `k6 says that \`${threshold.metric} ${threshold.text}\` ${threshold.ok ? 'held' : 'was crossed'} over its whole run`,
    expected: threshold.text,
    observed,
    n: 1,
  };
}

function noOutcome(plan: Plan, load: PlannedLoad, threshold: Threshold): ExpectationResult {
  const name = thresholdText(load.name, threshold);
  return {
    name,
    that: name,
    kind: 'threshold',
    ...wholeRun(plan),
    verdict: 'error',
    reason: 'the script declares it, and k6 has left no judgement of it',
    expected: threshold.text,
    observed: 'nothing',
    n: 0,
  };
}

function judgeProgram(
  plan: Plan,
  { name, command, within }: PlannedProgram,
  { exit, stopped, lastLine }: LoadEnd,
  took: number,
): ExpectationResult {
  const how = describeExit(exit);
  const seconds = Math.max(0, took) / 1000;
  const late = within !== undefined && took > within;
  const wrong = !stopped && exit.code !== 0;
  const observed = stopped ? 'was stopped at the end of the last step' : how;
  const after = `${observed} after ${formatDuration(Math.max(0, took))}`;
  const reason = late
    ? `it took longer than ${formatDuration(within)}`
    : `${after}${wrong && lastLine !== '' ? `: ${lastLine}` : ''}`;
  return {
    name: `load ${name}`,
    that: command.join(' '),
    kind: 'program',
    ...wholeRun(plan),
    verdict: late || wrong ? 'fail' : 'pass',
    reason,
    expected: within === undefined ? 'exit code 0' : `exit code 0 within ${formatDuration(within)}`,
    observed,
    n: 1,
    seconds,
  };
}
