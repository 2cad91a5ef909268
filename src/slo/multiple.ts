import type { BaselineTerm, MetricTerm, PreviousTerm } from './grammar.ts';

/** How many times a reference counts, its percentage included: 1.05 of `previous + 5%`. */
export function multipleOf({
  factor,
  change,
}: Pick<BaselineTerm | PreviousTerm | MetricTerm, 'factor' | 'change'>): number {
  return change === undefined ? factor : factor * (1 + change.sign * change.share);
}
