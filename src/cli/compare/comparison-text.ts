import { runTitle } from '../../core/matrix-cell.ts';
import type {
  Comparison,
  Difference,
  FigureComparison,
  StepComparison,
  SubjectComparison,
} from '../../compare/comparison.ts';
import type { ComparedRun } from '../../compare/compared-run.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { wrapText } from '../../report/console/wrap-text.ts';
import { cutToWidth, displayWidth } from '../../report/display-width.ts';
import { formatCount } from '../../report/figures.ts';
import { fitTable, type Column } from '../../report/traffic/fit-table.ts';
import { changeCell, evidenceCell, intervalCell, valueCell } from '../../report/compare-page/figure-cells.ts';

const INDENT = '    ';
const HANG = INDENT.length + 2;
const LONGEST_NAME = 120;
/** What stands for no evidence, by falling width: it is never cut to half a sentence. */
const NO_EVIDENCE = ['no evidence of a change', 'no evidence'] as const;
const FIGURES: readonly Column<FigureComparison>[] = [
  { head: 'FIGURE', cell: ({ figure }) => figure },
  { head: 'BASE', digits: 0, cell: ({ figure, base }) => valueCell(figure, base) },
  { head: 'RUN', digits: 0, cell: ({ figure, other }) => valueCell(figure, other) },
  { head: 'CHANGE', digits: 0, cell: changeCell, dropped: 1 },
  { head: '95% INTERVAL', cell: intervalCell },
];
const DIFFERENCES: readonly Column<Difference>[] = [
  { head: 'DIFFERS', cell: ({ what }) => cleanLine(what), least: 20 },
  { head: 'BASE', cell: ({ base }) => cleanLine(base), least: 12 },
  { head: 'RUN', cell: ({ other }) => cleanLine(other), least: 12 },
];

/** For a terminal of `width` cells: a part for each run beside the base. */
export function comparisonText(base: RunResult, compared: readonly ComparedRun[], width: number): string {
  const parts = compared.map(({ run, comparison }) => [
    ...wrapText(identityLine('base', base), width, HANG),
    ...wrapText(identityLine('run ', run), width, HANG),
    '',
    ...differenceLines(comparison.differences, width),
    ...stepLines(comparison, width),
    ...summaryLines(comparison),
  ]);
  return parts.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function identityLine(label: string, { run, scenario, verdict }: RunResult): string {
  return `${label}  ${cleanName(run.id)}  ${cleanName(runTitle(scenario))}  ${verdict}`;
}

function differenceLines(differences: readonly Difference[], width: number): string[] {
  if (differences.length === 0) return ['Scenario, params, versions and machine are the same.', ''];
  return [...fitTable(differences, DIFFERENCES, width), ''];
}

/** All tables are laid out as one, so that their columns stand in line. */
function stepLines({ steps }: Comparison, width: number): string[] {
  const [head = '', ...lines] = figureLines(figuresOf(steps), width - INDENT.length);
  const next = lines.values();
  const linesOf = (subject: SubjectComparison): string[] => [
    ...wrapText(`  ${subjectLine(subject)}`, width, HANG),
    ...subject.figures.map(() => INDENT + (next.next().value ?? '')),
  ];
  return steps.flatMap((step) => {
    const titleLines = (said: string): readonly string[] =>
      wrapText(`step ${cleanName(step.name)}: ${said}`, width, HANG);
    if (step.kind === 'not-compared') return [...titleLines(`not compared, ${step.reason}`), ''];
    const verdicts = step.base === step.other ? `${step.base}` : `${step.base}, then ${step.other}`;
    return [...titleLines(verdicts), INDENT + head, ...step.subjects.flatMap(linesOf), ''];
  });
}

function figureLines(rows: readonly FigureComparison[], width: number): readonly string[] {
  const table = (none: string, cells: number): readonly string[] => {
    const evidence = { head: '', cell: (row: FigureComparison) => evidenceCell(row, none), least: 11 };
    return fitTable(rows, [...FIGURES, evidence], cells);
  };
  const whole = table(NO_EVIDENCE[0], Infinity);
  return whole.every((line) => displayWidth(line) <= width) ? whole : table(NO_EVIDENCE[1], width);
}

/** Names are cut only where they are absurdly long, so that what stands behind them is found. */
function cleanName(name: string): string {
  return cutToWidth(cleanLine(name), LONGEST_NAME);
}

function subjectLine({ kind, name, base, other }: SubjectComparison): string {
  const subject = `${kind} ${cleanName(name)}`;
  if (base === null) return `${subject}: not in the base`;
  if (other === null) return `${subject}: not in the other run`;
  const counts = base === other ? `${formatCount(base)} requests in each` : undefined;
  return `${subject}: ${counts ?? `${formatCount(base)} requests, then ${formatCount(other)}`}`;
}

function figuresOf(steps: readonly StepComparison[]): FigureComparison[] {
  return steps
    .flatMap((step) => (step.kind === 'compared' ? step.subjects : []))
    .flatMap(({ figures }) => figures);
}

function summaryLines({ steps }: Comparison): string[] {
  const all = figuresOf(steps).filter((row) => row.kind === 'compared');
  const changed = all.filter(({ evidence }) => evidence !== 'none').length;
  if (all.length === 0) return ['Nothing could be compared.'];
  return [
    `${changed} of ${all.length} figures changed by the evidence of their intervals.`,
    'Where nothing has changed, up to 1 figure in 20 shows a change by chance.',
  ];
}
