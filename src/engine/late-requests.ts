import type { Milliseconds } from '../core/clock.ts';
import { isOfK6, type Plan, type PlannedStep } from '../plan/plan.ts';

/**
 * Requests of k6 that were told of after the window in which they were due had been judged. A readable edge has counted them as
 * open; of any other edge nobody knew, and they are missing from the verdict.
 */
export class LateRequests {
  readonly #unknown: ReadonlySet<string>;
  readonly #judged: PlannedStep[] = [];
  readonly #counts = new Map<string, Map<string, number>>();

  constructor(plan: Plan) {
    this.#unknown = new Set(loadsOnUnreadableEdges(plan));
  }

  /** From now on nothing that was due in the window of the step is looked at. */
  judged(step: PlannedStep): void {
    this.#judged.push(step);
  }

  /** `due` is from the run's start. */
  add(load: string, due: Milliseconds): void {
    if (this.#judged.length === 0 || !this.#unknown.has(load)) return;
    const step = this.#judged.find(({ windowStart, end }) => due >= windowStart && due < end);
    if (step === undefined) return;
    const counts = this.#counts.get(load) ?? new Map<string, number>();
    this.#counts.set(load, counts.set(step.name, (counts.get(step.name) ?? 0) + 1));
  }

  /** Why the verdicts of earlier steps are in doubt, in words. */
  doubts(): string[] {
    return [...this.#counts].flatMap(([load, counts]) =>
      [...counts].map(
        ([step, count]) =>
          `load ${load}: ${count} requests that were due in step ${step} ended after it was judged, and its edge cannot be read`,
      ),
    );
  }
}

/** The loads of k6 whose open requests nobody knows. */
export function loadsOnUnreadableEdges({ loads, edges }: Plan): string[] {
  const readable = new Set(edges.flatMap((edge) => (edge.readable ? [edge.name] : [])));
  return loads.flatMap((load) => (isOfK6(load) && !readable.has(load.through) ? [load.name] : []));
}
