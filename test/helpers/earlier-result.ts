import type { RunResult, SubjectSummary } from '../../src/core/result.gen.ts';
import { describeLoad } from '../../src/engine/describe-load.ts';
import { plannedRates } from '../../src/engine/planned-rates.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { passingResult } from './results.ts';

/** A run of a plan that passed, and measured the same in each step. */
export function earlierResult(plan: Plan, subjects: readonly SubjectSummary[]): RunResult {
  const passing = passingResult();
  const [first] = passing.steps;
  return {
    ...passing,
    scenario: { ...passing.scenario, name: plan.scenario.name },
    params: { ...plan.params },
    edges: plan.edges.map(({ name, from, to, driver, per, protocol }) => ({
      name,
      from,
      to: to.map(({ service }) => service),
      driver,
      per,
      protocol,
      addresses: {},
    })),
    loads: plan.loads.map((load) => describeLoad(load, {})),
    steps: plan.steps.map((step) => ({
      ...first!,
      name: step.name,
      start: step.start,
      windowStart: step.windowStart,
      end: step.end,
      edges: step.links.map(({ edge, label, impairment, traces }) => ({
        ...first!.edges[0]!,
        edge,
        label,
        requested: impairment,
        ...(traces !== undefined && { traces: [...traces] }),
      })),
      rates: plannedRates(plan, step),
      expectations: [],
      subjects,
    })),
  };
}
