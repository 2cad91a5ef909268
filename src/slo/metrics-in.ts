import type { Expectation, Metric } from './grammar.ts';

/** Every metric that an expectation names, its left side first. */
export function metricsIn(expectation: Expectation): Metric[] {
  return [
    expectation.left,
    ...expectation.bound.flatMap((term) => (term.kind === 'measured' ? [term.metric] : [])),
  ];
}
