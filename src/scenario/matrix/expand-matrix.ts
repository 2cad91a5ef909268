import { cellKey } from '../../core/matrix-cell.ts';
import type { Cell, MatrixIdentity } from '../../core/result.gen.ts';

/** What stands under `matrix`, once it has the shape that the schema asks for. */
export interface MatrixShape {
  readonly axes: ReadonlyMap<string, readonly Cell[string][]>;
  readonly include: readonly Cell[];
  readonly exclude: readonly Cell[];
}

/** How many cells the axes make by themselves. */
export function countCombinations({ axes }: MatrixShape): number {
  if (axes.size === 0) return 0;
  return [...axes.values()].reduce((product, values) => product * values.length, 1);
}

/** Every combination of the values of the axes; the last axis changes fastest. */
export function combinationsOf({ axes }: MatrixShape): readonly Cell[] {
  if (axes.size === 0) return [];
  let cells: readonly Cell[] = [{}];
  for (const [name, values] of axes) {
    cells = cells.flatMap((cell) => values.map((value) => ({ ...cell, [name]: value })));
  }
  return cells;
}

/** Whether a cell has all of these values. */
export function hasValues(cell: Cell, values: Cell): boolean {
  return Object.entries(values).every(
    ([name, value]) => Object.hasOwn(cell, name) && String(cell[name]) === String(value),
  );
}

/**
 * The cells of a matrix, in order, as GitHub Actions expands its own: first `exclude`, then `include`, which adds to each combination
 * whose axes it does not change, and is a cell of its own where there is none.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */
export function expandMatrix(shape: MatrixShape): MatrixIdentity {
  const kept = combinationsOf(shape).filter(
    (cell) => !shape.exclude.some((values) => hasValues(cell, values)),
  );
  let extended = kept;
  const own: Cell[] = [];
  for (const addition of shape.include) {
    // What an earlier addition has added may be changed, what the axes say may not.
    const ofAxes = Object.fromEntries(Object.entries(addition).filter(([name]) => shape.axes.has(name)));
    const fits = kept.map((cell) => hasValues(cell, ofAxes));
    if (fits.includes(true))
      extended = extended.map((cell, at) => (fits[at] === true ? { ...cell, ...addition } : cell));
    else own.push(addition);
  }
  return { axes: [...shape.axes.keys()], cells: [...extended, ...own] };
}

/** Those that are there once more. */
export function repeatedCells(cells: readonly Cell[]): readonly Cell[] {
  const seen = new Set<string>();
  return cells.filter((cell) => {
    const key = cellKey(cell);
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated;
  });
}
