import { runTitle } from '../../core/matrix-cell.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { leftOutText } from '../left-out.ts';
import type { ConsoleLevel, ReportFile } from './console-reporter.ts';
import { BANNER_PADDING, type Palette } from './palette.ts';
import { runProblems, stepProblems, type Problem } from './problems.ts';
import { answersFound } from './search-lines.ts';
import { stepTable } from './step-table.ts';
import { counted, VERDICT_WORDS } from './wording.ts';
import { wrapText } from './wrap-text.ts';

export interface SummaryStyle {
  readonly palette: Palette;
  /** Cells of a line; infinite where nothing is to be wrapped. */
  readonly width: number;
  readonly level: ConsoleLevel;
}

/** The closing words: the verdict, what kept it from a pass, a row for each step, and where the files are. */
export function summaryText(
  result: RunResult | undefined,
  files: readonly ReportFile[],
  style: SummaryStyle,
): string {
  if (result === undefined) return joinSections([fileLines(files)]);
  const problems = runProblems(result);
  if (style.level === 'quiet') {
    // Failures of steps were told when they happened; where to look matters only when there is something to look at.
    const lines = [heading(result, style), ...problemLines(problems, style)];
    return `${[...lines, ...(result.verdict === 'pass' ? [] : fileLines(files))].join('\n')}\n`;
  }
  return joinSections([
    [heading(result, style)],
    problemLines([...problems, ...stepProblems(result)], style),
    answersFound(result).flatMap((line) => wrapText(line, style.width, 2)),
    stepTable(result, style),
    fileLines(files),
  ]);
}

function joinSections(sections: readonly (readonly string[])[]): string {
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `\n${lines.join('\n')}\n`)
    .join('');
}

function heading(result: RunResult, { palette, width }: SummaryStyle): string {
  const word = VERDICT_WORDS[result.verdict];
  const leftOut = leftOutText(result);
  const part = leftOut === undefined ? '' : ` (${leftOut})`;
  const text = `${word} ${runTitle(result.scenario)}: ${extent(result)}${part}, exit code ${result.exitCode}`;
  const [first = '', ...rest] = wrapText(text, width - BANNER_PADDING, 2);
  return [palette.banner(result.verdict, word) + first.slice(word.length), ...rest].join('\n');
}

function extent({ run, steps, stopped }: RunResult): string {
  const seconds = `${run.seconds.toFixed(1)}s`;
  const last = stopped?.unfinished.at(-1);
  if (stopped === undefined || last === undefined) return `${counted(steps.length, 'step')} in ${seconds}`;
  return `stopped in step ${last.number} of ${stopped.planned} (${last.name}) after ${seconds}`;
}

function problemLines(problems: readonly Problem[], { palette, width }: SummaryStyle): readonly string[] {
  return problems.flatMap(({ verdict, word, text, details = [] }) => {
    const [first = '', ...rest] = wrapText(`${word} ${text}`, width, 2);
    const below = details.flatMap((line) => wrapText(`    ${line}`, width, 6));
    return [palette.verdict(verdict, word) + first.slice(word.length), ...rest, ...below];
  });
}

/** Paths are never wrapped: a terminal that wraps them itself still lets them be copied whole. */
function fileLines(files: readonly ReportFile[]): readonly string[] {
  const widest = Math.max(0, ...files.map(({ label }) => label.length));
  return files.map(({ label, path }) => `${`${label}:`.padEnd(widest + 1)} ${path}`);
}
