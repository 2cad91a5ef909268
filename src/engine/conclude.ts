import type { CleanupFailure } from '../core/cleanup-stack.ts';
import { reasonOf, SquallError } from '../core/errors.ts';
import type { VerdictName } from '../core/events.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../core/exit-code.ts';
import type { RunError, RunResult, StepResult } from '../core/result.gen.ts';
import { worstVerdict } from '../slo/verdict.ts';
import { GuardTripped, ServiceDied, StoppedByCommand, StoppedOnFail } from './run-ending.ts';

/** A wrapper, because anything can be thrown, also undefined. */
export interface Thrown {
  readonly error: unknown;
}

/** What a run came to, as far as its verdict depends on it. */
export interface RunFacts {
  /** The steps that were judged. */
  readonly steps: readonly Pick<StepResult, 'name' | 'verdict' | 'reasons'>[];
  /** Whether the scenario asks anything that could fail. */
  readonly expects: boolean;
  /** What ended the run before its end. */
  readonly thrown: Thrown | undefined;
  /** The end could not be written down, as on a full disk: what the run came to stands beside it. */
  readonly unrecorded?: Thrown | undefined;
  readonly undoFailures: readonly CleanupFailure[];
}

export interface Conclusion {
  readonly verdict: VerdictName;
  /** Why it is no pass, the worst first. */
  readonly reasons: string[];
  readonly exitCode: ExitCode;
  readonly errors: RunError[];
  readonly interrupted?: NonNullable<RunResult['interrupted']>;
}

const CODE_OF: Readonly<Record<VerdictName, ExitCode>> = {
  pass: EXIT_CODES.pass,
  fail: EXIT_CODES.fail,
  inconclusive: EXIT_CODES.inconclusive,
  error: EXIT_CODES.runError,
};

/** The run's verdict and exit code: the worst of its steps, of what ended it early, and of what could not be put back. */
export function conclude(facts: RunFacts): Conclusion {
  const { steps, expects, thrown, unrecorded, undoFailures } = facts;
  const ended = isMeant(thrown?.error) ? undefined : thrown;
  const parts = [
    ...undoFailures.map((failure) => concludeUndo(failure)),
    ...(thrown === undefined ? [] : [concludeThrown(thrown.error)]),
    ...(unrecorded === undefined ? [] : [concludeThrown(unrecorded.error)]),
    ...(expects ? [] : [NOTHING_EXPECTED]),
    ...steps.map(({ name, verdict, reasons }) => ({
      verdict,
      code: CODE_OF[verdict],
      reasons: reasons.map((reason) => `${name}: ${reason}`),
    })),
  ];
  const interrupted = thrown && interruptionBy(thrown.error);
  return {
    verdict: worstVerdict(parts.map((part) => part.verdict)),
    reasons: parts.flatMap((part) => part.reasons),
    exitCode: worstExitCode(parts.map((part) => part.code)),
    errors: [ended, unrecorded].flatMap((each) => (each === undefined ? [] : [describeError(each.error)])),
    ...(interrupted !== undefined && { interrupted }),
  };
}

interface Part {
  readonly verdict: VerdictName;
  readonly code: ExitCode;
  readonly reasons: readonly string[];
}

/** A gate that asks nothing must not be open. */
const NOTHING_EXPECTED: Part = {
  verdict: 'inconclusive',
  code: EXIT_CODES.inconclusive,
  reasons: ['nothing was expected: no step has an `expect`'],
};

function concludeUndo({ what, reason }: CleanupFailure): Part {
  return {
    verdict: 'error',
    code: EXIT_CODES.undoFailed,
    reasons: [`could not put back ${what}: ${reason}`],
  };
}

function concludeThrown(error: unknown): Part {
  const isFail = error instanceof ServiceDied || isMeant(error);
  return { verdict: isFail ? 'fail' : 'error', code: exitCodeOf(error), reasons: [reasonOf(error)] };
}

/** The scenario itself wants to end then: nothing broke. */
function isMeant(error: unknown): boolean {
  return error instanceof StoppedOnFail || error instanceof GuardTripped;
}

function exitCodeOf(error: unknown): ExitCode {
  return error instanceof SquallError ? error.exitCode : EXIT_CODES.bug;
}

function interruptionBy(error: unknown): Conclusion['interrupted'] {
  if (error instanceof StoppedByCommand) return 'scenario stop';
  const code = exitCodeOf(error);
  if (code === EXIT_CODES.sigint) return 'SIGINT';
  return code === EXIT_CODES.sigterm ? 'SIGTERM' : undefined;
}

function describeError(error: unknown): RunError {
  if (!(error instanceof SquallError)) return { code: 'bug', message: reasonOf(error) };
  const { code, message } = error;
  if (error.hint === undefined) return { code, message };
  const [hint = '', ...details] = error.hint.split('\n');
  return { code, message, hint, ...(details.length > 0 && { details }) };
}
