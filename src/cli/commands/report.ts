import { stat } from 'node:fs/promises';
import path from 'node:path';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { HTML_FILE, JUNIT_FILE } from '../../core/artefacts.ts';
import { renderHtml } from '../../report/html/page.ts';
import { readResult } from '../../report/read-result.ts';
import type { Io } from '../io.ts';
import { readFrames } from '../read-frames.ts';
import { junitText, writeReport } from '../write-artefacts.ts';

export interface ReportOptions {
  readonly junit?: string;
  readonly html?: string;
}

/** Renders a run's reports again, beside its result unless told otherwise. */
export async function reportCommand(run: string, options: ReportOptions, io: Io): Promise<ExitCode> {
  const result = await readResult(run);
  const folder = (await stat(run)).isDirectory() ? run : path.dirname(run);
  const html = options.html ?? path.join(folder, HTML_FILE);
  const junit = options.junit ?? path.join(folder, JUNIT_FILE);
  writeReport(html, renderHtml(result, readFrames(folder, result)));
  writeReport(junit, junitText([result]));
  io.out(`report: ${html}\njunit: ${junit}\n`);
  return EXIT_CODES.pass;
}
