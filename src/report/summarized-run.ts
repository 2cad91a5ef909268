import type { ExitCode } from '../core/exit-code.ts';
import type { RunResult } from '../core/result.gen.ts';

/** A run, as what is written of a whole call tells of it. */
export interface SummarizedRun {
  readonly result: RunResult;
  /** What counts for the call: 0 for what `--fail-on` lets through. */
  readonly exitCode: ExitCode;
  /** Where its report is, if one was written. */
  readonly report: string | undefined;
  /** Where the comparison with an earlier run is, if there is one. */
  readonly comparison?: string | undefined;
}
