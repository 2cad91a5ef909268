import { compareRuns } from '../../compare/compare-runs.ts';
import type { Comparison } from '../../compare/comparison.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { RunResult } from '../../core/result.gen.ts';

/**
 * What changed from `base` to `run`, which was `named` so.
 * @throws SquallError `result-unreadable`, exit code 2, where a histogram is none.
 */
export function compareReadable(base: RunResult, run: RunResult, named: string): Comparison {
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
