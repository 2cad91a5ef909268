import { SquallError } from '../core/errors.ts';
import type { ExpectationResult } from '../core/result.gen.ts';
import { formatDuration } from '../core/units/duration.ts';
import { runCommand } from '../exec/command.ts';
import { describeExit } from '../exec/spawn.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { PlannedCommand } from '../plan/planned-expectation.ts';
import { fillCommand } from './filled-command.ts';
import type { Walk } from './walk-steps.ts';

/** Runs an expectation that is a command: exit 0 passes, its last line is the reason. */
export async function judgeCommand(
  { context, stage, epoch }: Pick<Walk, 'context' | 'stage' | 'epoch'>,
  step: PlannedStep,
  command: PlannedCommand,
): Promise<ExpectationResult> {
  const { clock, signal } = context;
  const filled = fillCommand({ context, stage }, command);
  const common = {
    name: command.name,
    that: filled.argv.join(' '),
    kind: 'command' as const,
    gate: command.gate,
    expected: 'exit code 0',
    n: 1,
    window: { start: step.windowStart, end: step.end },
    ...(command.because !== undefined && { because: command.because }),
  };
  const begin = clock.now();
  try {
    const outcome = await runCommand({
      ...filled,
      timeout: command.within,
      clock,
      signal,
    });
    const seconds = (clock.now() - begin) / 1000;
    if (outcome.timedOut) {
      const reason = `it took longer than ${formatDuration(command.within)}`;
      return { ...common, seconds, verdict: 'fail', reason, observed: reason };
    }
    const observed = describeExit({ code: outcome.exitCode, signal: outcome.signal });
    const reason = outcome.lastLine || observed;
    if (outcome.exitCode !== 0) return { ...common, seconds, verdict: 'fail', reason, observed };
    const late = clock.now() - epoch - step.end;
    if (late <= 0) return { ...common, seconds, verdict: 'pass', reason, observed };
    // What it saw may be the network of the next step.
    const doubt = `${reason}; but it ended ${formatDuration(late)} after its step: make the step longer`;
    return { ...common, seconds, verdict: 'inconclusive', reason: doubt, observed };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SquallError)) throw error;
    return { ...common, verdict: 'error', reason: error.message, observed: error.message, n: 0 };
  }
}
