import { EXIT_CODES, type ExitCode } from '../core/exit-code.ts';
import { runTitle } from '../core/matrix-cell.ts';
import type { NotStarted, WhyNotStarted } from '../report/not-started.ts';
import type { SummarizedRun } from '../report/summarized-run.ts';
import { presentError } from './present-error.ts';
import { runOne, type RunnablePlan, type Session } from './run-one.ts';

/** What the scenarios of one call came to. */
export interface CallOutcome {
  readonly runs: readonly SummarizedRun[];
  readonly notStarted: readonly NotStarted[];
  readonly codes: readonly ExitCode[];
}

export interface InTurn extends Session {
  /** Start nothing after the first that does not pass. */
  readonly failFast?: boolean;
}

/** Runs the scenarios one after the other; what is left after an interruption, or with `failFast` after a failure, is not started. */
export async function runInTurn(scenarios: readonly RunnablePlan[], session: InTurn): Promise<CallOutcome> {
  const { signal, failFast, io } = session;
  const codes: ExitCode[] = [];
  const runs: SummarizedRun[] = [];
  for (const [index, one] of scenarios.entries()) {
    if (signal.aborted) {
      codes.push(presentError(signal.reason, io));
      return { runs, codes, notStarted: leftOut(scenarios.slice(index), { kind: 'interrupted' }, runs) };
    }
    const run = await runOne(one, session);
    runs.push(run);
    codes.push(run.exitCode);
    // Who stops the run from elsewhere means the call.
    if (run.result.interrupted === 'scenario stop')
      return { runs, codes, notStarted: leftOut(scenarios.slice(index + 1), { kind: 'interrupted' }, runs) };
    if (failFast === true && run.exitCode !== EXIT_CODES.pass) {
      const after = runTitle(run.result.scenario);
      const why: WhyNotStarted = signal.aborted ? { kind: 'interrupted' } : { kind: 'fail-fast', after };
      return { runs, codes, notStarted: leftOut(scenarios.slice(index + 1), why, runs) };
    }
  }
  return { runs, codes, notStarted: [] };
}

function leftOut(
  rest: readonly RunnablePlan[],
  why: WhyNotStarted,
  runs: readonly SummarizedRun[],
): NotStarted[] {
  const last = runs.at(-1);
  // Where not even the first was started, nothing is written of the call.
  if (last === undefined) return [];
  return rest.map(({ file, plan: { scenario } }) => ({
    scenario: runTitle(scenario),
    file,
    ...(scenario.tags !== undefined && { tags: scenario.tags }),
    why,
    at: last.result.run.ended,
  }));
}
