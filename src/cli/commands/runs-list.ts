import { systemClock } from '../../core/clock.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { cleanLine } from '../../report/clean-text.ts';
import type { Io } from '../io.ts';
import { sizeOnDisk } from '../run-folders/folder-size.ts';
import { readRunRecords } from '../run-folders/read-run-records.ts';
import type { RunRecord, RunStatus } from '../run-folders/run-record.ts';
import { runJson, runsTable, type SizedRun } from '../run-folders/runs-text.ts';

export interface RunsListOptions {
  readonly out: string;
  readonly scenario?: string;
  readonly verdict?: RunStatus;
  readonly limit?: number;
  readonly output: 'table' | 'json';
}

/** Shows the runs below a folder, newest first. Without any, that is said on standard error: a table of nothing is empty. */
export async function runsListCommand(
  options: RunsListOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { out, limit = Infinity, output } = options;
  const runs: SizedRun[] = [];
  for await (const run of readRunRecords(out, { clock: systemClock, signal })) {
    if (runs.length >= limit) break;
    if (isAskedFor(run, options)) runs.push({ ...run, bytes: await sizeOnDisk(run.folder) });
  }
  if (output === 'json') io.out(`${JSON.stringify({ runs: runs.map(runJson) }, null, 2)}\n`);
  else if (runs.length > 0) io.out(runsTable(runs));
  else io.err(`no such run in \`${cleanLine(out)}\`\n`);
  return EXIT_CODES.pass;
}

function isAskedFor(run: RunRecord, { scenario, verdict }: RunsListOptions): boolean {
  return (
    (scenario === undefined || run.scenario === scenario) && (verdict === undefined || run.status === verdict)
  );
}
