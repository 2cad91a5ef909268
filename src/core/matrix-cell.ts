import type { Cell, ScenarioIdentity } from './result.gen.ts';

/** The values of a cell as people name it, by the names of their axes, because JSON keeps no other order: `wpt/3g, naive`. */
export function cellText(cell: Cell): string {
  const entries = Object.entries(cell).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([, value]) => String(value)).join(', ');
}

/** The same for cells that nobody could tell apart, in whatever order their values stand. */
export function cellKey(cell: Cell): string {
  const entries = Object.entries(cell).map(([name, value]) => [name, String(value)]);
  return JSON.stringify(entries.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

/** Whether two runs of a scenario are of the same cell, or both of none. */
export function isSameCell(a: Cell | undefined, b: Cell | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return cellKey(a) === cellKey(b);
}

/** A scenario as reports call it: its name, and which cell of its matrix it is. */
export function runTitle({ name, cell }: Pick<ScenarioIdentity, 'name' | 'cell'>): string {
  return cell === undefined ? name : `${name} (${cellText(cell)})`;
}
