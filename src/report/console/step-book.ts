import type { Milliseconds } from '../../core/clock.ts';
import type { RunEvent } from '../../core/events.ts';

/** Where a step stands in the run, and how its expectations came out so far. */
interface StepPage {
  readonly name: string;
  readonly position: number;
  readonly duration: Milliseconds | undefined;
  /** Of the gating expectations only. */
  passed: number;
  judged: number;
  /** What the expectations' verdicts already said, so that the step's does not say it again. */
  readonly told: string[];
}

export interface StepBook {
  readonly size: number;
  page(step: string): StepPage;
  record(event: RunEvent): void;
}

/** Keeps what later lines need to know of earlier events. */
export function createStepBook(): StepBook {
  const pages = new Map<string, StepPage>();
  const add = (name: string, duration: Milliseconds | undefined): StepPage => {
    const page: StepPage = { name, position: pages.size + 1, duration, passed: 0, judged: 0, told: [] };
    pages.set(name, page);
    return page;
  };
  const pageOf = (step: string): StepPage => pages.get(step) ?? add(step, undefined);
  return {
    get size() {
      return pages.size;
    },
    page: pageOf,
    record: (event) => {
      if (event.kind === 'run.started') for (const step of event.steps) add(step.name, step.duration);
      if (event.kind !== 'expectation.judged') return;
      const page = pageOf(event.step);
      page.told.push(event.reason);
      if (event.gate === 'warn') return;
      page.judged += 1;
      if (event.verdict === 'pass') page.passed += 1;
    },
  };
}

/** The reasons that add something to what was told. */
export function untold(reasons: readonly string[], told: readonly string[]): readonly string[] {
  return reasons.filter((reason) => !told.some((known) => known !== '' && reason.includes(known)));
}
