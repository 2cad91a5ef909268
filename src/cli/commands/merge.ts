import { existsSync } from 'node:fs';
import path from 'node:path';
import { COMPARE_FILE, HTML_FILE } from '../../core/artefacts.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../core/exit-code.ts';
import { DEFAULT_FAIL_ON, isLetThrough, type FailOn } from '../../core/fail-on.ts';
import { runTitle } from '../../core/matrix-cell.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { counted, VERDICT_WORDS } from '../../report/console/wording.ts';
import { describeWhy, type NotStarted } from '../../report/not-started.ts';
import type { SummarizedRun } from '../../report/summarized-run.ts';
import { exitCodeOf } from '../exit-code-of.ts';
import type { Io } from '../io.ts';
import { findResults, type FoundResult } from '../merge/find-results.ts';
import { joinRuns, type MissingRun } from '../merge/join-runs.ts';
import { textTable } from '../text-table.ts';
import { prepareExtras, writeExtras } from '../write-extras.ts';
import { writeIndex } from '../write-index.ts';

export interface MergeOptions {
  readonly junit?: string;
  readonly summary?: string;
  readonly index?: string;
  readonly failOn?: FailOn;
}

/** Joins the results of several machines as if one had run everything; the worst exit code wins, and what is missing is inconclusive. */
export async function mergeCommand(
  folders: readonly string[],
  options: MergeOptions,
  io: Io,
): Promise<ExitCode> {
  const { results, cut } = await findResults(folders);
  const joined = joinRuns(results);
  const { failOn = DEFAULT_FAIL_ON, index } = options;
  const runs = joined.runs.map((one) => summarized(one, failOn));
  const at =
    runs
      .map(({ result }) => result.run.ended)
      .toSorted()
      .at(-1) ?? '';
  const notStarted = [...joined.missing.map((one) => missing(one, at)), ...cut.map((one) => wasCut(one, at))];
  for (const { result, folder } of joined.superseded)
    io.out(
      `not counted, because a newer run of the same is there: ${cleanLine(`${runTitle(result.scenario)} in ${folder}`)}\n`,
    );
  io.out(overview(runs, notStarted));
  // What is not there was let through by nobody.
  const exitCode = worstExitCode([
    ...runs.map((run) => run.exitCode),
    ...(notStarted.length > 0 ? [EXIT_CODES.inconclusive] : []),
  ]);
  prepareExtras(options);
  writeExtras({ runs, notStarted, codes: [exitCode] }, options, io);
  if (index !== undefined) writeIndex({ runs, notStarted, exitCode }, { out: '', asked: index }, io);
  io.out(`${counted(runs.length, 'run')} merged, ${notStarted.length} missing, exit code ${exitCode}\n`);
  return exitCode;
}

function summarized({ result, folder }: FoundResult, failOn: FailOn): SummarizedRun {
  const isLet = isLetThrough(result.exitCode, failOn);
  return {
    result,
    exitCode: isLet ? EXIT_CODES.pass : exitCodeOf(result.exitCode),
    report: fileIn(folder, HTML_FILE),
    comparison: fileIn(folder, COMPARE_FILE),
  };
}

function fileIn(folder: string, name: string): string | undefined {
  const file = path.join(folder, name);
  return existsSync(file) ? file : undefined;
}

function missing({ title, file }: MissingRun, at: string): NotStarted {
  return { scenario: title, file, why: { kind: 'missing' }, at };
}

function wasCut(folder: string, at: string): NotStarted {
  return { scenario: path.basename(folder), file: folder, why: { kind: 'cut' }, at };
}

function overview(runs: readonly SummarizedRun[], notStarted: readonly NotStarted[]): string {
  return textTable([
    ...runs.map(({ result, exitCode }) => [
      VERDICT_WORDS[result.verdict],
      cleanLine(runTitle(result.scenario)),
      `exit code ${exitCode}${exitCode === result.exitCode ? '' : `, not ${result.exitCode} (--fail-on)`}`,
    ]),
    ...notStarted.map(({ scenario, why }) => ['MISSING', cleanLine(scenario), describeWhy(why)]),
  ]);
}
