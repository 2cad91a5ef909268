import { formatBytes, formatMoment } from '../../report/figures.ts';
import { columnTable, shown, type Column } from '../traffic/column-table.ts';
import type { RunRecord } from './run-record.ts';

/** A run, and the bytes that its folder takes on the disk. */
export interface SizedRun extends RunRecord {
  readonly bytes: number;
}

const RUN: Column<SizedRun> = { head: 'RUN', isName: true, cell: ({ id }) => id };
const SCENARIO: Column<SizedRun> = { head: 'SCENARIO', isName: true, cell: ({ scenario }) => scenario };
const VERDICT: Column<SizedRun> = { head: 'VERDICT', isName: true, cell: verdictCell };
const STARTED: Column<SizedRun> = {
  head: 'STARTED',
  isName: true,
  cell: ({ started }) => `${new Date(started).toISOString().slice(0, 19).replace('T', ' ')}Z`,
};
const TOOK: Column<SizedRun> = {
  head: 'TOOK',
  cell: ({ seconds }) => shown(seconds, (value) => formatMoment(value * 1000)),
};
const SIZE: Column<SizedRun> = { head: 'SIZE', cell: ({ bytes }) => formatBytes(bytes) };
const TAGS: Column<SizedRun> = {
  head: 'TAGS',
  isName: true,
  cell: ({ tags }) => shown(tags.length === 0 ? undefined : tags.join(','), String),
};

/** A row for each run. */
export function runsTable(runs: readonly SizedRun[]): string {
  return columnTable([RUN, SCENARIO, VERDICT, STARTED, TOOK, SIZE, TAGS], runs);
}

/** A row for each run that goes. */
export function removedTable(runs: readonly SizedRun[]): string {
  return runs.length === 0 ? '' : columnTable([RUN, VERDICT, STARTED, SIZE], runs);
}

/** A run as programs read it. */
export function runJson({ id, hold, started, seconds, ...run }: SizedRun): object {
  return {
    run: id,
    scenario: run.scenario,
    status: run.status,
    needsCleanup: hold === 'needs-cleanup',
    started: new Date(started).toISOString(),
    seconds: seconds ?? null,
    bytes: run.bytes,
    tags: run.tags,
    folder: run.folder,
  };
}

function verdictCell({ status, hold }: RunRecord): string {
  return hold === 'needs-cleanup' ? `${status}, needs cleanup` : status;
}
