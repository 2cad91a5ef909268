import type { Diagnostic } from '../../core/diagnostic.ts';
import { cellText } from '../../core/matrix-cell.ts';
import type { Cell } from '../../core/result.gen.ts';

interface CheckedCell {
  /** Absent where the scenario has no matrix. */
  readonly cell?: Cell;
  readonly diagnostics: readonly Diagnostic[];
}

/** A message is read by a person. */
const MOST_NAMED = 3;

/** What is wrong with a scenario's cells: what all of them share is said once, and what only some have says in which. */
export function joinDiagnostics(cells: readonly CheckedCell[]): Diagnostic[] {
  const found = new Map<string, { diagnostic: Diagnostic; in: Set<number> }>();
  for (const [at, { diagnostics }] of cells.entries()) {
    for (const diagnostic of diagnostics) {
      const { range, code, message } = diagnostic;
      const key = JSON.stringify([range, code, message]);
      const known = found.get(key) ?? { diagnostic, in: new Set() };
      found.set(key, known);
      known.in.add(at);
    }
  }
  return [...found.values()].map(({ diagnostic, in: places }) => {
    if (places.size === cells.length) return diagnostic;
    return { ...diagnostic, message: `${diagnostic.message} (${where(cells, places)})` };
  });
}

function where(cells: readonly CheckedCell[], places: ReadonlySet<number>): string {
  const all = cells.map(({ cell = {} }) => cell);
  const affected = all.filter((_, at) => places.has(at));
  const shared = Object.entries(affected[0] ?? {}).find(
    ([name, value]) =>
      all.filter((cell) => cell[name] === value).length === affected.length &&
      affected.every((cell) => cell[name] === value),
  );
  if (shared !== undefined && affected.length > 1) return `in each cell with \`${shared[0]}: ${shared[1]}\``;
  const named = affected.slice(0, MOST_NAMED).map((cell) => `\`${cellText(cell)}\``);
  const more = affected.length - named.length;
  return `in ${affected.length === 1 ? 'cell' : 'cells'} ${named.join(' and ')}${more > 0 ? ` and ${more} more` : ''}`;
}
