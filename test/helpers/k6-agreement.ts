import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { MetricSummary, RunResult } from '../../src/core/result.gen.ts';
import { parseSummary } from '../../src/load/k6/summary.ts';

/** What k6 itself says of the whole run of a load. */
export function summaryOfK6(folder: string, load: string): ReturnType<typeof parseSummary> {
  return parseSummary(readFileSync(join(folder, 'logs', `${load}.k6`, 'summary.json'), 'utf8'));
}

/** What Squall counted over the whole run of a load, whatever the tags. */
export function wholeRun({ loads }: RunResult, load: string, metric: string): MetricSummary {
  const metrics = loads.find(({ name }) => name === load)?.metrics ?? [];
  const found = metrics.find(
    (candidate) => candidate.metric === metric && Object.keys(candidate.tags).length === 0,
  );
  if (found === undefined) throw new Error(`nothing was measured of ${metric}`);
  return found;
}

/** By what share Squall's p95 of a metric differs from k6's own. */
export function differenceOfP95(
  result: RunResult,
  folder: string,
  [load, metric]: readonly [string, string],
): number {
  const theirs = summaryOfK6(folder, load).summary[metric]?.['p(95)'] ?? Number.NaN;
  return Math.abs((wholeRun(result, load, metric).p95 ?? Number.NaN) / theirs - 1);
}
