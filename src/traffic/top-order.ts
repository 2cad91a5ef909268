import type { TopRow } from './top-row.ts';

/** What `scenario top --sort` takes: the most first, and of successes the fewest. */
export const TOP_ORDERS = ['count', 'rps', 'p50', 'worst', 'success'] as const;
export type TopOrder = (typeof TOP_ORDERS)[number];

/** A time that is none, because nobody answered, is longer than any other. */
const KEYS: Readonly<Record<TopOrder, (row: TopRow) => number>> = {
  count: ({ count }) => -count,
  rps: ({ rps }) => -rps,
  p50: ({ p50_ms }) => -(p50_ms ?? Infinity),
  worst: ({ worst_ms }) => -(worst_ms ?? Infinity),
  success: ({ success }) => success,
};

/** The rows in that order, equal ones by their count and then by their names, so that they do not jump about. */
export function sortRows(rows: readonly TopRow[], order: TopOrder): TopRow[] {
  return rows.toSorted(
    (a, b) =>
      compare(KEYS[order](a), KEYS[order](b)) ||
      compare(KEYS.count(a), KEYS.count(b)) ||
      compare(nameOf(a), nameOf(b)),
  );
}

function compare<T extends number | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function nameOf({ edge, destination, method, path }: TopRow): string {
  return [edge, destination, path, method].join(' ');
}
