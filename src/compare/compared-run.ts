import type { Comparison } from './comparison.ts';
import type { RunResult } from '../core/result.gen.ts';

/** A run and what changed to it from the base. */
export interface ComparedRun {
  readonly run: RunResult;
  readonly comparison: Comparison;
}
