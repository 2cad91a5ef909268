import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { reasonOf, SquallError } from '../core/errors.ts';
import type { RunResult } from '../core/result.gen.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { makeFolder } from '../core/make-folder.ts';
import { HTML_FILE, JUNIT_FILE, RESULT_FILE } from '../report/artefacts.ts';
import type { ReportFile } from '../report/console/console-reporter.ts';
import { renderHtml } from '../report/html/page.ts';
import { renderJson } from '../report/json/render.ts';
import { renderJunit } from '../report/junit/render.ts';

/** As far as the umask lets. */
const ANYBODY = 0o777;

/** Leaves `result.json`, `junit.xml` and `report.html` in the run's folder. */
export async function writeRunFolder(result: RunResult, folder: string): Promise<ReportFile[]> {
  const files = [
    { label: 'report', path: path.join(folder, HTML_FILE), text: renderHtml(result) },
    { label: 'junit', path: path.join(folder, JUNIT_FILE), text: junitText([result]) },
    { label: 'result', path: path.join(folder, RESULT_FILE), text: renderJson(result) },
  ];
  for (const file of files) await writeReport(file.path, file.text);
  return files.map((file) => ({ label: file.label, path: path.relative('', file.path) || file.path }));
}

export function junitText(results: readonly RunResult[]): string {
  return renderJunit(results, { hostname: hostname() });
}

/** Writes one artefact, with the folders that it needs. */
export async function writeReport(file: string, text: string): Promise<void> {
  try {
    makeFolder(path.dirname(file), ANYBODY);
    await writeFile(file, text);
  } catch (error) {
    throw new SquallError('file-not-written', `\`${file}\` could not be written: ${reasonOf(error)}`, {
      exitCode: EXIT_CODES.environment,
      hint: 'name a file in a folder that you can write to',
      cause: error,
    });
  }
}
