import type { Milliseconds } from '../../../core/clock.ts';
import type { VerdictName } from '../../../core/events.ts';
import type { StepResult } from '../../../core/result.gen.ts';
import { checkOf } from './bounds.ts';
import type { TimeSpan } from './plot.ts';

/** How long a subject took to recover in a step. */
export interface Recovery {
  readonly that: string;
  readonly step: TimeSpan;
  /** From the step's start; null: never. */
  readonly after: Milliseconds | null;
  readonly limit: Milliseconds | undefined;
  readonly verdict: VerdictName;
}

/** Where an expectation asks when `subject` recovered, and something is known of that. */
export function recoveriesOf(steps: readonly StepResult[], subject: string): readonly Recovery[] {
  return steps.flatMap(({ start, end, expectations }) =>
    expectations.flatMap((expectation) => {
      const check = checkOf(expectation);
      const { that, value, bound, verdict } = expectation;
      if (check?.fn !== 'recovery' || check.subject !== subject || value === undefined) return [];
      return [{ that, step: { start, end }, after: value, limit: bound, verdict }];
    }),
  );
}
