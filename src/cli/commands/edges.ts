import { systemClock } from '../../core/clock.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { chooseRun } from '../../engine/live/find-runs.ts';
import { cleanStrings } from '../../report/console/clean-strings.ts';
import { formatBytes } from '../../report/figures.ts';
import { readResult } from '../../report/read-result.ts';
import type { Io } from '../io.ts';
import { columnTable, NOTHING, shown, type Column } from '../traffic/column-table.ts';
import { endedEdgeRows, liveEdgeRows, type EdgeRow } from '../traffic/edge-rows.ts';
import { percent } from '../traffic/golden-table.ts';

export interface EdgesOptions {
  readonly run?: string;
  readonly out?: string;
  readonly output?: 'table' | 'json';
}

const COLUMNS: readonly Column<EdgeRow>[] = [
  { head: 'SRC', isName: true, cell: ({ source }) => source },
  { head: 'DST', isName: true, cell: ({ dest }) => dest.join(',') },
  { head: 'EDGE', isName: true, cell: ({ edge }) => edge },
  { head: 'PROTOCOL', isName: true, cell: ({ protocol }) => protocol },
  { head: 'DRIVER', isName: true, cell: ({ driver }) => driver },
  { head: 'IMPAIRED', isName: true, cell: ({ impaired }) => impaired.join('; ') || NOTHING },
  { head: 'OPEN', cell: ({ open }) => shown(open, String) },
  { head: 'REQUESTS', cell: ({ requests }) => shown(requests, String) },
  { head: 'SUCCESS', cell: ({ success }) => shown(success, percent) },
  { head: 'UP', cell: ({ bytes }) => shown(bytes, ({ up }) => formatBytes(up)) },
  { head: 'DOWN', cell: ({ bytes }) => shown(bytes, ({ down }) => formatBytes(down)) },
];

/** Prints who asks whom, over which edge, and what is in force on it. */
export async function edgesCommand(
  { run, out = 'runs', output = 'table' }: EdgesOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  const found = await chooseRun(run, { out, clock: systemClock, signal });
  const rows =
    found.kind === 'live' ? liveEdgeRows(found.state) : endedEdgeRows(await readResult(found.folder));
  io.out(output === 'json' ? `${JSON.stringify(cleanStrings(rows), null, 2)}\n` : columnTable(COLUMNS, rows));
  return EXIT_CODES.pass;
}
