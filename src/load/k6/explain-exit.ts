import type { Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { describeExit, type ProcessExit } from '../../exec/spawn.ts';
import type { ThresholdOutcome } from '../load.ts';
import type { LastWords } from './last-words.ts';

export interface K6Exit {
  readonly load: string;
  readonly exit: ProcessExit;
  /** Whether it ended because it was asked to. */
  readonly stopped: boolean;
  readonly log: string;
  readonly words: LastWords;
}

/** Crossed thresholds: a judgement of the script, no failure of the load. */
const THRESHOLDS_CROSSED = 99;

/**
 * What went wrong when k6 ended, by its exit code (errext/exitcodes/codes.go); undefined where nothing did.
 * Exit code 2 for what is wrong with the script, 4 for the rest.
 */
export function explainExit(ended: K6Exit): SquallError | undefined {
  const { load, exit, stopped, words } = ended;
  const said = words.errors.at(-1) ?? 'it gave no reason';
  switch (exit.code) {
    case 0:
    case THRESHOLDS_CROSSED:
      return undefined;
    case 104:
      return scriptError(ended, 'k6-config', `k6 does not take the options of load \`${load}\`: ${said}`);
    case 107:
      return scriptError(ended, 'k6-exception', `the script of load \`${load}\` threw: ${said}`);
    case 108:
      return runError(ended, 'k6-aborted', `the script of load \`${load}\` ended the test itself: ${said}`);
    case 100:
    case 101:
    case 102:
      return runError(ended, 'k6-timeout', `the script of load \`${load}\` took too long: ${said}`);
    case 110:
      return runError(ended, 'k6-marked-failed', `the script of load \`${load}\` marked the test as failed`);
    case null:
    default:
      if (stopped && exit.signal === 'SIGKILL') {
        return runError(
          ended,
          'k6-timeout',
          `k6 of load \`${load}\` did not end when it was stopped, and was killed`,
        );
      }
      if (stopped) return undefined;
      return runError(ended, 'k6-crashed', `k6 of load \`${load}\` ${describeExit(exit)}: ${said}`);
  }
}

export interface EarlyEnd {
  readonly load: string;
  readonly exit: ProcessExit;
  /** From its end to when it should have been. */
  readonly missing: Milliseconds;
  readonly outcomes: readonly ThresholdOutcome[];
}

/** Nobody asks any more, though steps are to come. */
export function explainEarlyEnd({ load, exit, missing, outcomes }: EarlyEnd): SquallError {
  const before = `${formatDuration(Math.round(missing))} before the last step ended`;
  if (exit.code === THRESHOLDS_CROSSED) {
    const crossed = outcomes.filter(({ ok }) => !ok).map(({ metric, text }) => `\`${metric} ${text}\``);
    return new SquallError(
      'load-ended-early',
      `the script of load \`${load}\` was through ${before}, with crossed thresholds: ${crossed.join(', ')}`,
      { hint: 'take `abortOnFail` from them, or make the script longer if they have none' },
    );
  }
  return new SquallError('load-ended-early', `the script of load \`${load}\` was through ${before}`, {
    hint: 'give it more iterations or a longer duration: it is stopped when the steps are over',
  });
}

function scriptError({ log }: K6Exit, code: string, message: string): SquallError {
  return new SquallError(code, message, { hint: `its log is \`${log}\``, exitCode: EXIT_CODES.usage });
}

function runError({ log, words }: K6Exit, code: string, message: string): SquallError {
  const end = words.lines.map((line) => `\n  ${line}`).join('');
  return new SquallError(code, message, {
    hint: end === '' ? `its log, \`${log}\`, is empty` : `its log, \`${log}\`, ends with:${end}`,
  });
}
