import { cellKey, runTitle } from '../../core/matrix-cell.ts';
import type { RunResult } from '../../core/result.gen.ts';
import type { FoundResult } from './find-results.ts';

export interface MissingRun {
  /** With its cell. */
  readonly title: string;
  /** Empty where nobody knows. */
  readonly file: string;
}

export interface JoinedRuns {
  /** In the order in which one machine would have run them. */
  readonly runs: readonly FoundResult[];
  /** Older runs of the same. */
  readonly superseded: readonly FoundResult[];
  /** What belongs to the same matrix or the same call and is not there. */
  readonly missing: readonly MissingRun[];
}

/** Puts the runs of several machines together; of the same scenario, text, values and cell the newest counts. */
export function joinRuns(found: readonly FoundResult[]): JoinedRuns {
  const newestFirst = found.toSorted((a, b) => compareText(startedOf(b), startedOf(a)));
  const newest = new Map<string, FoundResult>();
  for (const one of newestFirst) {
    const key = JSON.stringify([matrixKey(one.result), cellKey(one.result.scenario.cell ?? {})]);
    if (!newest.has(key)) newest.set(key, one);
  }
  const runs = inOrder([...newest.values()]);
  const results = runs.map(({ result }) => result);
  const titles = new Set(results.map(({ scenario }) => runTitle(scenario)));
  const cells = missingCells(results);
  const named = new Set(cells.map(({ title }) => title));
  const positions = missingPositions(found, titles).filter(({ title }) => !named.has(title));
  return {
    runs,
    superseded: newestFirst.filter((one) => !runs.includes(one)),
    missing: [...cells, ...positions],
  };
}

/** What all cells of one matrix share, and two runs of different texts or values do not. */
function matrixKey({ scenario, params, seed }: RunResult): string {
  return JSON.stringify([scenario.name, scenario.sha256, scenario.leftOut, params, seed]);
}

function missingCells(results: readonly RunResult[]): MissingRun[] {
  const groups = new Map<string, RunResult[]>();
  for (const result of results) {
    const key = matrixKey(result);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].flatMap((group) => {
    const there = new Set(group.map(({ scenario }) => cellKey(scenario.cell ?? {})));
    const { name, file, matrix } = group[0]!.scenario;
    return (matrix?.cells ?? [])
      .filter((cell) => !there.has(cellKey(cell)))
      .map((cell) => ({ title: runTitle({ name, cell }), file }));
  });
}

/** Of each call that was split, the places of which no run is there. */
function missingPositions(found: readonly FoundResult[], titles: ReadonlySet<string>): MissingRun[] {
  const calls = new Map<string, { readonly runs: readonly string[]; readonly seen: Set<number> }>();
  for (const { shard } of found.map(({ result }) => result)) {
    if (shard === undefined) continue;
    const key = JSON.stringify([shard.count, shard.runs]);
    const call = calls.get(key) ?? { runs: shard.runs, seen: new Set() };
    calls.set(key, call);
    call.seen.add(shard.position);
  }
  return [...calls.values()].flatMap(({ runs, seen }) =>
    runs
      .filter((title, at) => !seen.has(at + 1) && !isRunAnyway(title, runs, titles))
      .map((title) => ({ title, file: '' })),
  );
}

/** By another call. Of two scenarios that are called the same nobody knows which one that was. */
function isRunAnyway(title: string, runs: readonly string[], titles: ReadonlySet<string>): boolean {
  return titles.has(title) && runs.indexOf(title) === runs.lastIndexOf(title);
}

/** By place in the split call; then scenario by scenario, cell by cell. */
function inOrder(found: readonly FoundResult[]): FoundResult[] {
  const first = new Map<string, string>();
  for (const { result } of found) {
    const { name } = result.scenario;
    const known = first.get(name);
    if (known === undefined || result.run.started < known) first.set(name, result.run.started);
  }
  const begun = ({ result }: FoundResult): string => first.get(result.scenario.name) ?? '';
  return found.toSorted(
    (a, b) =>
      positionOf(a) - positionOf(b) ||
      compareText(begun(a), begun(b)) ||
      cellIndex(a) - cellIndex(b) ||
      compareText(startedOf(a), startedOf(b)),
  );
}

function positionOf({ result }: FoundResult): number {
  return result.shard?.position ?? 0;
}

function cellIndex({ result: { scenario } }: FoundResult): number {
  const key = cellKey(scenario.cell ?? {});
  return (scenario.matrix?.cells ?? []).findIndex((cell) => cellKey(cell) === key);
}

function startedOf({ result }: FoundResult): string {
  return result.run.started;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
