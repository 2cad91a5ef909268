import { runTitle } from '../../core/matrix-cell.ts';
import type { Cell, MatrixIdentity } from '../../core/result.gen.ts';
import { cleanLine } from '../clean-text.ts';
import { formatPercentile } from '../figures.ts';
import { html, type Content, type Markup } from '../html/markup.ts';
import { nameMarkup } from '../html/short-text.ts';
import { tableMarkup, type Column } from '../html/table.ts';
import { verdictBadge } from '../html/verdict-badge.ts';
import { absenceWord, type NotStarted } from '../not-started.ts';
import type { SummarizedRun } from '../summarized-run.ts';
import { worstP95 } from './worst-figures.ts';

/** For each scenario with a matrix a table of its cells, in their own order: where in it things break is seen at once. */
export function matricesMarkup(runs: readonly SummarizedRun[], notStarted: readonly NotStarted[]): Content {
  const matrices = new Map(
    runs.flatMap(({ result: { scenario } }): [string, MatrixIdentity][] =>
      scenario.matrix === undefined ? [] : [[scenario.name, scenario.matrix]],
    ),
  );
  const outcomes = new Map<string, Content>([
    ...notStarted.map((one): [string, Content] => [one.scenario, absentMarkup(one)]),
    ...runs.map((run): [string, Content] => [runTitle(run.result.scenario), ranMarkup(run)]),
  ]);
  return [...matrices].map(([name, matrix]) => {
    const cellMarkup = (cell: Cell): Content => outcomes.get(runTitle({ name, cell })) ?? NOTHING;
    return html`<section class="matrix">
      <h2>Cells of ${nameMarkup(name)}</h2>
      ${gridMarkup(matrix, cellMarkup) ?? listMarkup(matrix, cellMarkup)}
    </section>`;
  });
}

type CellMarkup = (cell: Cell) => Content;

const NOTHING = html`<span class="absent">–</span>`;

/** More would not fit beside each other. */
const MOST_COLUMNS = 8;

/** Rows and columns where there are two axes and no two cells in one place; undefined otherwise. */
function gridMarkup({ axes, cells }: MatrixIdentity, cellMarkup: CellMarkup): Markup | undefined {
  const [down, across] = axes;
  if (down === undefined || across === undefined || axes.length > 2) return undefined;
  const places = new Map(cells.map((cell) => [placeOf(cell, down, across), cell]));
  if (places.size < cells.length || places.has(undefined)) return undefined;
  const values = valuesOf(cells, across);
  if (values.length > MOST_COLUMNS) return undefined;
  const columns = values.map((value): Column<string> => ({
    heading: cleanLine(value),
    cell: (row) => {
      const cell = places.get(JSON.stringify([row, value]));
      return cell === undefined ? NOTHING : cellMarkup(cell);
    },
  }));
  return tableMarkup(
    html`Each row one <code>${nameMarkup(down)}</code>, each column one <code>${nameMarkup(across)}</code>`,
    [{ heading: cleanLine(down), cell: nameMarkup, names: true }, ...columns],
    valuesOf(cells, down),
  );
}

function placeOf(cell: Cell, down: string, across: string): string | undefined {
  if (!Object.hasOwn(cell, down) || !Object.hasOwn(cell, across)) return undefined;
  return JSON.stringify([String(cell[down]), String(cell[across])]);
}

function valuesOf(cells: readonly Cell[], axis: string): string[] {
  return [...new Set(cells.map((cell) => String(cell[axis])))];
}

function listMarkup({ cells }: MatrixIdentity, cellMarkup: CellMarkup): Markup {
  const names = [...new Set(cells.flatMap((cell) => Object.keys(cell)))];
  const columns = names.map((name): Column<Cell> => ({
    heading: name,
    cell: (cell) => (Object.hasOwn(cell, name) ? nameMarkup(String(cell[name])) : NOTHING),
  }));
  return tableMarkup('Each row one cell', [...columns, { heading: 'Verdict', cell: cellMarkup }], cells);
}

function ranMarkup({ result, report }: SummarizedRun): Markup {
  const p95 = worstP95(result.steps);
  const figure = p95 === undefined ? undefined : `p95 ${formatPercentile(p95.value, p95.n)}`;
  const link = report === undefined ? figure : html`<a href="${report}">${figure ?? 'report'}</a>`;
  return html`${verdictBadge(result.verdict)}<br /><small>${link}</small>`;
}

function absentMarkup(one: NotStarted): Markup {
  return html`<span class="absent">${absenceWord(one)}</span>`;
}
