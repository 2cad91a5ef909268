import type { ComparedRun } from '../../compare/compared-run.ts';
import { CONFIDENCE } from '../../compare/comparison.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { cleanStrings } from '../../report/console/clean-strings.ts';

/** Of the shape that docs/compare.md describes. */
const SCHEMA_VERSION = 1;

/** What JSON has no number for, as an end that cannot be given, is null. */
export function comparisonJson(base: RunResult, compared: readonly ComparedRun[]): string {
  const all = {
    schema: SCHEMA_VERSION,
    confidence: CONFIDENCE,
    base: identity(base),
    comparisons: compared.map(({ run, comparison }) => ({ run: identity(run), ...comparison })),
  };
  return `${JSON.stringify(cleanStrings(all), null, 2)}\n`;
}

function identity({ run: { id, started }, scenario, verdict }: RunResult): Readonly<Record<string, string>> {
  return { id, started, scenario: scenario.name, verdict };
}
