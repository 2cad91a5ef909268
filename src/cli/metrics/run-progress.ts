import type { EpochMilliseconds } from '../../core/clock.ts';
import type { StampedEvent, VerdictName } from '../../core/events.ts';
import type { Plan, PlannedLink, PlannedStep } from '../../plan/plan.ts';
import { stateAt } from '../../plan/searched-state.ts';

export type ShownVerdict = VerdictName | 'pending';

export interface ShownExpectation {
  readonly step: string;
  readonly name: string;
  readonly gate: 'expect' | 'warn';
  readonly verdict: ShownVerdict;
}

/** How far a run has come, as its events tell. */
export class RunProgress {
  /** The run's id; empty before it has one. */
  run = '';
  /** The step under way, by name. */
  step: string | undefined;
  verdict: ShownVerdict = 'pending';
  readonly stepStarts: Map<string, EpochMilliseconds> = new Map();
  readonly stepVerdicts: Map<string, ShownVerdict>;
  /** What is in force, by edge; nothing where it is clear. */
  readonly inForce: Map<string, PlannedLink> = new Map();
  readonly #steps: ReadonlyMap<string, PlannedStep>;
  readonly #expectations: Map<string, ShownExpectation>;

  constructor({ steps }: Plan) {
    this.#steps = new Map(steps.map((step) => [step.name, step]));
    this.stepVerdicts = new Map(steps.map(({ name }) => [name, 'pending']));
    const expected = steps.flatMap((step) =>
      step.expectations.map(
        ({ name, gate }) => ({ step: step.name, name, gate, verdict: 'pending' }) as const,
      ),
    );
    this.#expectations = new Map(expected.map((one) => [keyOf(one), one]));
  }

  get expectations(): Iterable<ShownExpectation> {
    return this.#expectations.values();
  }

  /** Steps whose window is over. */
  isOver(step: string): boolean {
    return this.stepVerdicts.get(step) !== 'pending';
  }

  tell({ at, event }: StampedEvent): void {
    if (event.kind === 'run.started') this.run = event.run;
    if (event.kind === 'step.started') this.#begin(event.step, Date.parse(at));
    if (event.kind === 'link.changed') this.#changed(event.step, event.edge);
    if (event.kind === 'link.varied') this.#varied(event);
    if (event.kind === 'trial.started') this.#searched(event);
    if (event.kind === 'step.ended') this.step = undefined;
    if (event.kind === 'expectation.judged') {
      const { step, name, gate, verdict } = event;
      this.#expectations.set(keyOf(event), { step, name, gate, verdict });
    }
    if (event.kind === 'step.judged') this.stepVerdicts.set(event.step, event.verdict);
    if (event.kind === 'undo.started') this.#end();
  }

  #begin(step: string, at: EpochMilliseconds): void {
    this.step = step;
    this.stepStarts.set(step, at);
  }

  /** Whatever ended the run: from here on links are taken off. */
  #end(): void {
    this.step = undefined;
    this.inForce.clear();
  }

  #varied({ step, edge, state }: { step: string; edge: string; state: number }): void {
    const link = this.#linkOf(step, edge);
    const impairment = link?.schedule?.[state]?.impairment;
    if (link !== undefined && impairment !== undefined) this.inForce.set(edge, { ...link, impairment });
  }

  #searched({ step, edge, amount }: { step: string; edge: string; amount: number }): void {
    const link = this.#linkOf(step, edge);
    const search = this.#steps.get(step)?.search;
    if (link === undefined || search === undefined) return;
    this.inForce.set(edge, { ...link, impairment: stateAt(search, amount) });
  }

  #changed(step: string, edge: string): void {
    const link = this.#linkOf(step, edge);
    if (link !== undefined) this.inForce.set(edge, link);
  }

  #linkOf(step: string, edge: string): PlannedLink | undefined {
    return this.#steps.get(step)?.links.find((candidate) => candidate.edge === edge);
  }
}

/** A step may expect and be warned of the same. */
function keyOf({ step, name, gate }: Omit<ShownExpectation, 'verdict'>): string {
  return JSON.stringify([step, name, gate]);
}
