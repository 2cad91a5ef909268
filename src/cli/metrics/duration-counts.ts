import type { Milliseconds } from '../../core/clock.ts';
import type { Labels, MetricName, Reading } from './catalogue.ts';

/**
 * Upper edges in seconds. PromQL takes the values of a bucket as spread evenly over it, so that with the usual edges 1 and 2.5 a delay
 * of 2 s reads as a p95 of 2.43 s. What a delay of 2 s makes takes a little more than 2 s: here it falls between 2 and 2.1. The same
 * holds for 0.5 and 1, the other two of Scope's; 3, 7 and 15 are when TCP gives up waiting for the answer to a SYN.
 */
export const BUCKETS: readonly number[] = [
  0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25,
  0.3, 0.4, 0.5, 0.55, 0.65, 0.8, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.1, 2.25, 2.5, 3, 3.25, 4, 5, 6, 7, 8, 10, 15,
  20, 30, 60,
];

/** As OpenMetrics writes it in both formats, so that a series does not depend on the format. */
const UPPER_EDGES: readonly string[] = BUCKETS.map((edge) =>
  Number.isInteger(edge) ? `${edge}.0` : String(edge),
);

/** How long exchanges took, counted into buckets: what PromQL can add up over edges and runs. */
export class DurationCounts {
  readonly #counts: number[] = BUCKETS.map(() => 0);
  #count = 0;
  #sum = 0;

  add(duration: Milliseconds): void {
    const seconds = duration / 1000;
    this.addUnanswered(duration);
    const index = firstAtLeast(seconds);
    if (index < BUCKETS.length) this.#counts[index]! += 1;
  }

  /** Of what nobody answered it is only known that it lasted at least so long: no edge is above it. */
  addUnanswered(lasted: Milliseconds): void {
    this.#count += 1;
    this.#sum += lasted / 1000;
  }

  readings(metric: MetricName, labels: Labels): Reading[] {
    let below = 0;
    const buckets = this.#counts.map((count, index): Reading => {
      below += count;
      return { metric, part: 'bucket', labels: { ...labels, le: UPPER_EDGES[index] ?? '' }, value: below };
    });
    return [
      ...buckets,
      { metric, part: 'bucket', labels: { ...labels, le: '+Inf' }, value: this.#count },
      { metric, part: 'sum', labels, value: this.#sum },
      { metric, part: 'count', labels, value: this.#count },
    ];
  }
}

/** The first edge that `seconds` does not exceed. */
function firstAtLeast(seconds: number): number {
  let low = 0;
  let high = BUCKETS.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (BUCKETS[middle]! >= seconds) high = middle;
    else low = middle + 1;
  }
  return low;
}
