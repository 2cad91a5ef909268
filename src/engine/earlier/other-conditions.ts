import { isDeepStrictEqual } from 'node:util';
import type { LoadResult, RunResult, StepEdge, StepRate, StepResult } from '../../core/result.gen.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import { describeLoad } from '../describe-load.ts';
import { describeRate, plannedRates } from '../planned-rates.ts';

const REQUESTS = ['through', 'engine', 'policy', 'requests', 'source'] as const;

/**
 * What was not the same in a step of an earlier run, so that a difference in its figures would say nothing of the system: params,
 * what was impaired and how, what the loads ask and how often. Undefined where all of it was the same.
 */
export function whyOtherConditions(
  earlier: Pick<RunResult, 'params' | 'edges' | 'loads'>,
  then: Pick<StepResult, 'edges' | 'rates'>,
  { plan, step }: { readonly plan: Plan; readonly step: PlannedStep },
): string | undefined {
  return (
    otherParam(earlier, plan) ??
    otherDriver(earlier, plan) ??
    otherImpairment(then, step) ??
    otherTrace(then, step) ??
    otherRequests(earlier, plan) ??
    otherRate(then, plannedRates(plan, step))
  );
}

function otherParam({ params }: Pick<RunResult, 'params'>, plan: Plan): string | undefined {
  const names = new Set([...Object.keys(params), ...Object.keys(plan.params)]);
  const name = [...names].find((candidate) => params[candidate] !== plan.params[candidate]);
  if (name === undefined) return undefined;
  return `param \`${name}\` was ${told(params[name])}, and is ${told(plan.params[name])}`;
}

function told(value: string | number | boolean | undefined): string {
  return value === undefined ? 'not there' : String(value);
}

/** Drivers differ in what they can do, and in how faithfully. */
function otherDriver({ edges }: Pick<RunResult, 'edges'>, plan: Plan): string | undefined {
  for (const { name, driver, per } of plan.edges) {
    const then = edges.find((edge) => edge.name === name);
    if (then === undefined) return `it had no edge \`${name}\``;
    if (then.driver !== driver) return `edge \`${name}\` was carried by ${then.driver}, and is by ${driver}`;
    if (then.per !== per) return `edge \`${name}\` was \`per: ${then.per}\`, and is \`per: ${per}\``;
  }
  const gone = edges.find(({ name }) => plan.edges.every((edge) => edge.name !== name));
  return gone && `it had an edge \`${gone.name}\``;
}

function otherImpairment({ edges }: Pick<StepResult, 'edges'>, { links }: PlannedStep): string | undefined {
  const link = links.find(({ edge, impairment, label, schedule }) => {
    const then = edges.find((candidate) => candidate.edge === edge);
    // Chance may draw other states of what varies in the same way.
    if (schedule !== undefined && then?.variation !== undefined) return then.label !== label;
    const isOtherKind = (schedule === undefined) !== (then?.variation === undefined);
    return isOtherKind || !isDeepStrictEqual(then?.requested, impairment);
  });
  if (link === undefined) return undefined;
  const label = edges.find(({ edge }) => edge === link.edge)?.label ?? 'not there';
  if (label === link.label) return `\`${label}\` on edge \`${link.edge}\` had other values`;
  return `edge \`${link.edge}\` was ${label}, and is ${link.label}`;
}

/** Of the same name, it may hold other values. */
function otherTrace({ edges }: Pick<StepResult, 'edges'>, { links }: PlannedStep): string | undefined {
  for (const { edge, traces = [] } of links) {
    const then: StepEdge['traces'] = edges.find((candidate) => candidate.edge === edge)?.traces;
    for (const { name, sha256 } of traces) {
      const recorded = then?.find((trace) => trace.name === name)?.sha256;
      if (recorded === undefined) return `its result does not say what was in trace \`${name}\``;
      if (recorded !== sha256) return `trace \`${name}\` on edge \`${edge}\` had other contents`;
    }
  }
  return undefined;
}

function otherRequests({ loads }: Pick<RunResult, 'loads'>, plan: Plan): string | undefined {
  for (const planned of plan.loads) {
    const now = describeLoad(planned, {});
    const then = loads.find(({ name }) => name === now.name);
    if (then === undefined) return `it had no load \`${now.name}\``;
    const key = REQUESTS.find((candidate) => !isDeepStrictEqual(then[candidate], now[candidate]));
    if (key !== undefined) return `load \`${now.name}\` had another \`${key}\``;
    if (then.fingerprint === undefined) return `its result does not say all that load \`${now.name}\` asked`;
    if (then.fingerprint !== now.fingerprint) return `load \`${now.name}\` asked something else`;
    const contents = planned.kind === 'script' ? otherScript(then, now) : undefined;
    if (contents !== undefined) return contents;
  }
  const gone = loads.find(({ name }) => plan.loads.every((load) => load.name !== name));
  return gone && `it had a load \`${gone.name}\``;
}

function otherScript(then: LoadResult, { name, source, sha256 }: LoadResult): string | undefined {
  if (then.sha256 === undefined)
    return `its result does not say what was in \`${source}\` of load \`${name}\``;
  return then.sha256 === sha256 ? undefined : `\`${source}\` of load \`${name}\` had other contents`;
}

function otherRate({ rates }: Pick<StepResult, 'rates'>, planned: readonly StepRate[]): string | undefined {
  if (rates === undefined) return 'its result does not say how much load there was';
  for (const now of planned) {
    const then = rates.find(({ load }) => load === now.load);
    if (then === undefined || then.from !== now.from || then.to !== now.to) {
      const before = then === undefined ? 'not at a rate' : `at ${describeRate(then)}`;
      return `load \`${now.load}\` was ${before}, and is at ${describeRate(now)}`;
    }
  }
  return undefined;
}
