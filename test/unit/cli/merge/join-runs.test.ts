import { describe, expect, it } from 'vitest';
import type { FoundResult } from '../../../../src/cli/merge/find-results.ts';
import { joinRuns } from '../../../../src/cli/merge/join-runs.ts';
import { runTitle } from '../../../../src/core/matrix-cell.ts';
import type { Cell, RunResult, ShardPlace } from '../../../../src/core/result.gen.ts';
import { passingResult } from '../../../helpers/results.ts';

const CELLS: readonly Cell[] = ['a', 'b', 'c', 'd'].map((x) => ({ x }));
const RUNS = CELLS.map((cell) => runTitle({ name: 'last-mile', cell }));

/** The run of a cell that began in minute `minute`. */
function ran(at: number, minute: number, changes: Partial<RunResult> = {}): FoundResult {
  const base = passingResult(changes);
  const scenario = { ...base.scenario, cell: CELLS[at]!, matrix: { axes: ['x'], cells: CELLS } };
  const run = { ...base.run, id: `${at}-${minute}`, started: `2026-11-21T21:${10 + minute}:00.000Z` };
  return { result: { ...base, run, scenario }, folder: `${at}-${minute}` };
}

function shard(position: number): ShardPlace {
  return { index: ((position - 1) % 2) + 1, count: 2, position, runs: RUNS };
}

/** A scenario without a matrix, of a call of two that was split. */
function plain(name: string, position: number): FoundResult {
  const base = passingResult({ shard: { index: position, count: 2, position, runs: ['z', 'a'] } });
  return { result: { ...base, scenario: { ...base.scenario, name } }, folder: name };
}

function foldersOf(found: readonly FoundResult[]): string[] {
  return found.map(({ folder }) => folder);
}

describe('joinRuns', () => {
  it('puts cells into the order of their matrix, however they were found', () => {
    const joined = joinRuns([ran(2, 1), ran(0, 3), ran(3, 0), ran(1, 2)]);
    expect(foldersOf(joined.runs)).toEqual(['0-3', '1-2', '2-1', '3-0']);
    expect(joined).toMatchObject({ superseded: [], missing: [] });
  });

  it('puts the runs of shards into the order of the whole call', () => {
    expect(foldersOf(joinRuns([plain('a', 2), plain('z', 1)]).runs)).toEqual(['z', 'a']);
  });

  it('names the cells that are missing', () => {
    expect(joinRuns([ran(0, 0), ran(2, 1)]).missing.map(({ title }) => title)).toEqual([RUNS[1], RUNS[3]]);
  });

  it('names what is missing of a split call, once, also where no matrix tells of it', () => {
    const first = [ran(0, 0, { shard: shard(1) }), ran(2, 1, { shard: shard(3) })];
    expect(joinRuns(first).missing.map(({ title }) => title)).toEqual([RUNS[1], RUNS[3]]);
    const place = { index: 1, count: 2, position: 1, runs: ['last-mile', 'cart'] };
    const alone = { result: passingResult({ shard: place }), folder: 'alone' };
    expect(joinRuns([alone]).missing).toEqual([{ title: 'cart', file: '' }]);
  });

  it('lacks a run whose namesake is there', () => {
    const place = { index: 1, count: 2, position: 1, runs: ['last-mile', 'last-mile'] };
    const alone = { result: passingResult({ shard: place }), folder: 'alone' };
    expect(joinRuns([alone]).missing).toEqual([{ title: 'last-mile', file: '' }]);
  });

  it('takes the newest run of a cell, as after a shard was run again', () => {
    const joined = joinRuns([ran(0, 5), ran(0, 1), ran(1, 2), ran(2, 3), ran(3, 4)]);
    expect(foldersOf(joined.runs)).toEqual(['0-5', '1-2', '2-3', '3-4']);
    expect(foldersOf(joined.superseded)).toEqual(['0-1']);
  });

  it('takes runs of another text or with other values for another matrix, of which cells are missing', () => {
    const other = ran(1, 1, { params: { ...passingResult().params, rate: '80/s' } });
    const joined = joinRuns([ran(0, 0), other, ran(2, 2), ran(3, 3)]);
    expect(joined.missing.map(({ title }) => title)).toEqual([RUNS[1], RUNS[0], RUNS[2], RUNS[3]]);
  });
});
