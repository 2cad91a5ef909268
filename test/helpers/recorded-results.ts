import { readFileSync } from 'node:fs';
import type { RunResult } from '../../src/core/result.gen.ts';

/** Real runs of test/fixtures/results/slow-carts.yaml, one for each way in which a run can end. */
export const RECORDED_RESULTS: Readonly<Record<'pass' | 'fail' | 'inconclusive' | 'interrupted', RunResult>> =
  {
    pass: readRecorded('pass'),
    fail: readRecorded('fail'),
    inconclusive: readRecorded('inconclusive'),
    interrupted: readRecorded('interrupted'),
  };

/** What it reads is checked against the schema by a test of its own. */
function readRecorded(name: string): RunResult {
  const result: RunResult = JSON.parse(
    readFileSync(new URL(`../fixtures/results/${name}.json`, import.meta.url), 'utf8'),
  );
  return result;
}
