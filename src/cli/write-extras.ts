import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import type { FailOn } from '../core/fail-on.ts';
import type { FrameImages } from '../report/html/filmstrip/choose-images.ts';
import { renderHtml } from '../report/html/page.ts';
import { renderJson } from '../report/json/render.ts';
import { renderMarkdown } from '../report/markdown/summary.ts';
import type { SummarizedRun } from '../report/summarized-run.ts';
import type { Io } from './io.ts';
import { readFrames } from './read-frames.ts';
import { explained, prepareReport } from './report-targets.ts';
import type { CallOutcome } from './run-in-turn.ts';
import { junitText, writeReport } from './write-artefacts.ts';

/** What a call leaves beside the run folders. */
export interface ExtraReports {
  readonly junit?: string;
  readonly html?: string;
  readonly json?: string;
  readonly summary?: string;
  readonly index?: string;
  readonly failOn?: FailOn;
}

/** Who waited for a run must not lose its report to a misspelt path. */
export function prepareExtras({ junit, html, json, summary, index }: ExtraReports): void {
  for (const file of [junit, html, json, summary, index]) if (file !== undefined) prepareReport(file);
}

export function writeExtras({ runs, notStarted }: CallOutcome, extras: ExtraReports, io: Io): void {
  const [only] = runs;
  if (only === undefined) return;
  const { junit, html, json, summary, failOn } = extras;
  const results = runs.map(({ result }) => result);
  if (junit !== undefined) writeReport(junit, junitText(results, failOn, notStarted));
  if (html !== undefined) writeReport(html, renderHtml(only.result, imagesOf(only)));
  if (json !== undefined) writeReport(json, renderJson(only.result));
  const markdown = renderMarkdown(runs, notStarted);
  const page = io.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (page !== '') addToPage(page, markdown, io);
  if (summary !== undefined && (page === '' || path.resolve(summary) !== path.resolve(page))) {
    writeReport(summary, markdown);
  }
}

/** Its pictures lie beside its report. */
function imagesOf({ result, report }: SummarizedRun): FrameImages {
  return report === undefined ? new Map() : readFrames(path.dirname(report), result);
}

/** The page of the job, to which its other steps have written too. Nobody asked for it by name, so that it cannot be written changes no exit code. */
function addToPage(file: string, markdown: string, io: Io): void {
  try {
    explained(file, () => appendFileSync(file, `${markdown}\n`));
  } catch (error) {
    if (!(error instanceof SquallError)) throw error;
    io.err(`warning: the summary of this job, GITHUB_STEP_SUMMARY: ${error.message}\n`);
  }
}

/** @throws SquallError `one-scenario-only`. */
export function checkExtras(count: number, { html, json }: ExtraReports): void {
  if (count > 1 && (html !== undefined || json !== undefined)) {
    throw new SquallError('one-scenario-only', '`--html` and `--json` hold one run, and there are several', {
      exitCode: EXIT_CODES.usage,
      hint: 'leave them out: each run folder has its own report.html and result.json',
    });
  }
}
