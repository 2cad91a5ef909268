import type { EventResult } from '../core/result.gen.ts';
import { formatMeasured } from './figures.ts';

/** `restart carts done after 1.2s: ready again after 1.2s`. */
export function describeEvent({ name, outcome, began, ended, detail }: EventResult): string {
  const told = detail === undefined ? '' : `: ${detail}`;
  return `${name} ${outcome} after ${formatMeasured(ended - began)}${told}`;
}

/** The events of one step, in the order in which they began. */
export function eventsOf(events: readonly EventResult[] | undefined, step: string): readonly EventResult[] {
  return (events ?? []).filter((event) => event.step === step);
}
