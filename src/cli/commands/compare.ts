import { compareRuns } from '../../compare/compare-runs.ts';
import type { Comparison } from '../../compare/comparison.ts';
import { systemClock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { comparisonJson } from '../compare/comparison-json.ts';
import { comparisonText } from '../compare/comparison-text.ts';
import { readRun } from '../compare/read-run.ts';
import type { Io } from '../io.ts';

export interface CompareOptions {
  readonly out?: string;
  readonly output?: 'text' | 'json';
}

/** Prints what changed from the first run to each other. It gates nothing: a change is no failure. */
export async function compareCommand(
  named: readonly string[],
  { out = 'runs', output = 'text' }: CompareOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  const results = await Promise.all(
    named.map(async (run) => await readRun(run, { out, clock: systemClock, signal })),
  );
  const [base, ...others] = results;
  if (base === undefined || others.length === 0) {
    throw new SquallError('one-run-only', 'there is only one run, and nothing to compare it with', {
      hint: 'name the base first, then the runs to compare with it',
      exitCode: EXIT_CODES.usage,
    });
  }
  const compared = others.map((run, at) => ({ run, comparison: readable(base, run, named[at + 1]) }));
  if (output === 'json') io.out(comparisonJson(base, compared));
  else io.out(comparisonText(base, compared, io.columns()));
  return EXIT_CODES.pass;
}

function readable(base: RunResult, run: RunResult, named = ''): Comparison {
  try {
    return compareRuns(base, run);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SquallError(
      'result-unreadable',
      `the result of \`${named}\`, or of the base, is ${error.message}`,
      {
        hint: 'run the scenario again: the file was cut or edited',
        exitCode: EXIT_CODES.usage,
        cause: error,
      },
    );
  }
}
