import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import type { FailOn } from '../core/fail-on.ts';
import type { RunResult } from '../core/result.gen.ts';
import { COMPARE_FILE, HTML_FILE, JUNIT_FILE, RESULT_FILE } from '../core/artefacts.ts';
import { compareRuns } from '../compare/compare-runs.ts';
import type { Earlier, EarlierRun } from '../engine/earlier/earlier-run.ts';
import { renderComparePage } from '../report/compare-page/page.ts';
import { linksFrom } from './compare/links-from.ts';
import type { ReportFile } from '../report/console/console-reporter.ts';
import { renderHtml } from '../report/html/page.ts';
import { renderJson } from '../report/json/render.ts';
import { renderJunit } from '../report/junit/render.ts';
import { readFrames } from './read-frames.ts';
import type { NotStarted } from '../report/not-started.ts';
import { explained, prepareReport } from './report-targets.ts';

export interface RunFolderOptions {
  readonly failOn?: FailOn;
  readonly earlier?: Earlier;
}

interface Artefact {
  readonly label: string;
  readonly path: string;
  readonly render: () => string;
}

/**
 * Leaves `result.json`, `junit.xml` and `report.html` in the run's folder, and `compare.html` where there is an earlier run; the result
 * first, and each is there before the next is drawn: what cannot be drawn must not cost what was measured.
 */
export function writeRunFolder(
  result: RunResult,
  folder: string,
  { failOn, earlier }: RunFolderOptions = {},
): ReportFile[] {
  const artefact = (label: string, name: string, render: () => string): Artefact => {
    return { label, path: path.join(folder, name), render };
  };
  const data = artefact('result', RESULT_FILE, () => renderJson(result));
  const junit = artefact('junit', JUNIT_FILE, () => junitText([result], failOn));
  const report = artefact('report', HTML_FILE, () => renderHtml(result, readFrames(folder, result)));
  const compared =
    earlier?.kind === 'run'
      ? [artefact('compare', COMPARE_FILE, () => comparisonPage(result, folder, earlier.run))]
      : [];
  for (const file of [data, junit, report, ...compared]) writeReport(file.path, file.render());
  return [report, junit, data, ...compared].map((file) => ({
    label: file.label,
    path: path.relative('', file.path) || file.path,
  }));
}

function comparisonPage(
  result: RunResult,
  folder: string,
  { result: base, folder: other }: EarlierRun,
): string {
  const folders = new Map([
    [base.run.id, other],
    [result.run.id, folder],
  ]);
  const compared = [{ run: result, comparison: compareRuns(base, result) }];
  return renderComparePage(base, compared, linksFrom(folder, folders));
}

/** @param notStarted the scenarios that `--fail-fast` left out */
export function junitText(
  results: readonly RunResult[],
  failOn?: FailOn,
  notStarted: readonly NotStarted[] = [],
): string {
  return renderJunit(results, { hostname: hostname(), notStarted, ...(failOn !== undefined && { failOn }) });
}

/** Writes one artefact, with the folders that it needs. */
export function writeReport(file: string, text: string): void {
  prepareReport(file);
  explained(file, () => writeFileSync(file, text));
}
