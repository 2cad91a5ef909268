import type { ExitCode } from '../../core/exit-code.ts';
import { runTitle } from '../../core/matrix-cell.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { runProblems, stepProblems, type Problem } from '../console/problems.ts';
import { answersFound } from '../console/search-lines.ts';
import { counted, VERDICT_SYMBOLS, VERDICT_WORDS } from '../console/wording.ts';
import { formatMoment } from '../figures.ts';
import { leftOutText } from '../left-out.ts';
import { networkState } from '../network-state.ts';
import { describeWhy, isMissing, type NotStarted } from '../not-started.ts';
import { passedCount } from '../passed-count.ts';
import type { SummarizedRun } from '../summarized-run.ts';
import { escapeName, escapeProse } from './escape.ts';

/** GitHub refuses a summary above 1 MiB; who needs more rows has the report. */
const MOST_ROWS = 100;
const MOST_PROBLEMS = 20;

/** All scenarios of one call as Markdown, for the page of a CI job: a section each, the table of all before them where there are several. */
export function renderMarkdown(
  runs: readonly SummarizedRun[],
  notStarted: readonly NotStarted[] = [],
): string {
  const overview = runs.length > 1 ? [overviewTable(runs)] : [];
  return `${[...overview, ...runs.map(runSection), ...notStartedList(notStarted)].join('\n\n')}\n`;
}

function notStartedList(notStarted: readonly NotStarted[]): string[] {
  return [
    ...absentSection('Missing', notStarted.filter(isMissing)),
    ...absentSection(
      'Not started',
      notStarted.filter((one) => !isMissing(one)),
    ),
  ];
}

function absentSection(title: string, absent: readonly NotStarted[]): string[] {
  return absent.length === 0 ? [] : [`## ${title}\n\n${absent.map(absentItem).join('\n')}`];
}

function absentItem({ scenario, why }: NotStarted): string {
  return `- ${escapeName(scenario)}: ${escapeProse(describeWhy(why))}`;
}

function overviewTable(runs: readonly SummarizedRun[]): string {
  const rows = runs.map(({ result, exitCode }) => [
    escapeName(runTitle(result.scenario)),
    verdictText(result),
    String(exitCode),
    formatMoment(result.run.seconds * 1000),
  ]);
  return table(['scenario', 'verdict', 'exit code', 'took'], rows);
}

function runSection({ result, exitCode, report, comparison }: SummarizedRun): string {
  const { run, scenario, steps } = result;
  const leftOut = leftOutText(result);
  const facts = [
    exitCodeText(result, exitCode),
    `${counted(steps.length, 'step')} in ${formatMoment(run.seconds * 1000)}`,
    ...(leftOut === undefined ? [] : [escapeProse(leftOut)]),
    `started ${escapeName(run.started)}`,
    `file ${escapeProse(scenario.file)}`,
  ];
  return [
    `## ${verdictText(result)} ${escapeName(runTitle(scenario))}`,
    facts.join(' · '),
    problemList([...runProblems(result), ...stepProblems(result)]),
    answersFound(result)
      .map((line) => escapeProse(line))
      .join('\n\n'),
    stepTable(result),
    report === undefined ? '' : `Report: ${escapeProse(report)}`,
    comparison === undefined ? '' : comparisonText(result, comparison),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

function comparisonText({ against }: RunResult, comparison: string): string {
  const earlier = against === undefined ? '' : ` with ${escapeName(against.run)}`;
  return `Comparison${earlier}: ${escapeProse(comparison)}`;
}

function exitCodeText(result: RunResult, exitCode: ExitCode): string {
  const letThrough = exitCode === 0 && result.exitCode !== 0;
  return `exit code ${exitCode}${letThrough ? ` (${result.exitCode}, let through by --fail-on)` : ''}`;
}

function verdictText({ verdict }: RunResult): string {
  return `${VERDICT_SYMBOLS[verdict]} ${VERDICT_WORDS[verdict]}`;
}

function problemList(problems: readonly Problem[]): string {
  const items = problems.slice(0, MOST_PROBLEMS).flatMap(({ word, text, details = [] }) => [
    `- **${word}** ${escapeProse(text)}`,
    // Without a mark of ours before it, a detail that begins with one would be a list or a heading of its own.
    ...details.slice(0, MOST_PROBLEMS).map((line) => `  - _${escapeProse(line)}_`),
  ]);
  return [...items, ...more(problems.length - MOST_PROBLEMS, (rest) => `- and ${rest} more`)].join('\n');
}

function stepTable({ steps, stopped }: RunResult): string {
  const judged = steps.map((step) => [
    escapeName(step.name),
    escapeName(networkState(step)),
    VERDICT_WORDS[step.verdict],
    passedCount(step),
  ]);
  const unfinished = (stopped?.unfinished ?? []).map(({ name, network }) => [
    escapeName(name),
    escapeName(network),
    'not finished',
    '-',
  ]);
  const rows = [...judged, ...unfinished];
  if (rows.length === 0) return '';
  const rest = more(rows.length - MOST_ROWS, (count) => [`and ${count} more`, '', '', '']);
  return table(['step', 'network', 'verdict', 'passed'], [...rows.slice(0, MOST_ROWS), ...rest]);
}

function more<T>(count: number, tell: (count: number) => T): T[] {
  return count > 0 ? [tell(count)] : [];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [tableRow(head), tableRow(head.map(() => '---')), ...rows.map(tableRow)].join('\n');
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
