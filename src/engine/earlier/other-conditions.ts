import { isDeepStrictEqual } from 'node:util';
import type { RunResult, StepRate, StepResult } from '../../core/result.gen.ts';
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
  return undefined;
}

function otherImpairment({ edges }: Pick<StepResult, 'edges'>, { links }: PlannedStep): string | undefined {
  const link = links.find(({ edge, impairment }) => {
    const then = edges.find((candidate) => candidate.edge === edge);
    return !isDeepStrictEqual(then?.requested, impairment);
  });
  if (link === undefined) return undefined;
  const label = edges.find(({ edge }) => edge === link.edge)?.label ?? 'not there';
  if (label === link.label) return `\`${label}\` on edge \`${link.edge}\` had other values`;
  return `edge \`${link.edge}\` was ${label}, and is ${link.label}`;
}

function otherRequests({ loads }: Pick<RunResult, 'loads'>, plan: Plan): string | undefined {
  for (const planned of plan.loads) {
    const now = describeLoad(planned, {});
    const then = loads.find(({ name }) => name === now.name);
    if (then === undefined) return `it had no load \`${now.name}\``;
    const key = REQUESTS.find((candidate) => !isDeepStrictEqual(then[candidate], now[candidate]));
    if (key !== undefined) return `load \`${now.name}\` had another \`${key}\``;
  }
  return undefined;
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
