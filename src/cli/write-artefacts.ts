import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import type { FailOn } from '../core/fail-on.ts';
import type { RunResult } from '../core/result.gen.ts';
import { HTML_FILE, JUNIT_FILE, RESULT_FILE } from '../core/artefacts.ts';
import type { ReportFile } from '../report/console/console-reporter.ts';
import { renderHtml } from '../report/html/page.ts';
import { renderJson } from '../report/json/render.ts';
import { renderJunit } from '../report/junit/render.ts';
import { readFrames } from './read-frames.ts';
import type { NotStarted } from '../report/not-started.ts';
import { explained, prepareReport } from './report-targets.ts';

/** Leaves `result.json`, `junit.xml` and `report.html` in the run's folder. */
export function writeRunFolder(result: RunResult, folder: string, failOn?: FailOn): ReportFile[] {
  const files = [
    {
      label: 'report',
      path: path.join(folder, HTML_FILE),
      text: renderHtml(result, readFrames(folder, result)),
    },
    { label: 'junit', path: path.join(folder, JUNIT_FILE), text: junitText([result], failOn) },
    { label: 'result', path: path.join(folder, RESULT_FILE), text: renderJson(result) },
  ];
  for (const file of files) writeReport(file.path, file.text);
  return files.map((file) => ({ label: file.label, path: path.relative('', file.path) || file.path }));
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
