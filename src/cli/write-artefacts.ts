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

/** Leaves `result.json`, `junit.xml` and `report.html` in the run's folder, and `compare.html` where there is an earlier run. */
export function writeRunFolder(
  result: RunResult,
  folder: string,
  { failOn, earlier }: RunFolderOptions = {},
): ReportFile[] {
  const files = [
    {
      label: 'report',
      path: path.join(folder, HTML_FILE),
      text: renderHtml(result, readFrames(folder, result)),
    },
    { label: 'junit', path: path.join(folder, JUNIT_FILE), text: junitText([result], failOn) },
    { label: 'result', path: path.join(folder, RESULT_FILE), text: renderJson(result) },
    ...(earlier?.kind === 'run' ? [comparison(result, folder, earlier.run)] : []),
  ];
  for (const file of files) writeReport(file.path, file.text);
  return files.map((file) => ({ label: file.label, path: path.relative('', file.path) || file.path }));
}

function comparison(
  result: RunResult,
  folder: string,
  earlier: EarlierRun,
): ReportFile & { readonly text: string } {
  const { result: base } = earlier;
  const links = linksFrom(
    folder,
    new Map([
      [base.run.id, earlier.folder],
      [result.run.id, folder],
    ]),
  );
  const text = renderComparePage(base, [{ run: result, comparison: compareRuns(base, result) }], links);
  return { label: 'compare', path: path.join(folder, COMPARE_FILE), text };
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
