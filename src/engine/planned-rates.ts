import type { StepRate } from '../core/result.gen.ts';
import { formatFrequency } from '../core/units/frequency.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';

/** What each load whose arrivals are planned is to send in a step. */
export function plannedRates({ loads, steps }: Plan, step: PlannedStep): StepRate[] {
  const index = steps.findIndex(({ name }) => name === step.name);
  return loads.flatMap((load) => {
    const segment = load.kind === 'arrivals' ? load.segments[index] : undefined;
    return segment === undefined ? [] : [{ load: load.name, from: segment.from, to: segment.to }];
  });
}

/** `50/s`, or `50/s to 100/s`. */
export function describeRate({ from, to }: Pick<StepRate, 'from' | 'to'>): string {
  return from === to ? formatFrequency(from) : `${formatFrequency(from)} to ${formatFrequency(to)}`;
}
