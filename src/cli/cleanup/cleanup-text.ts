import { cleanLine } from '../../report/clean-text.ts';
import { needsCleanup, type Runner } from '../../journal/survey.ts';
import { textTable } from '../text-table.ts';
import type { CleanedRun } from './clean-up-run.ts';

export interface CleanupTextOptions {
  readonly dryRun: boolean;
  /** Where runs were looked for, for a sentence. */
  readonly where: string;
}

/** What was found and done, for people: only runs with something to say have a row. */
export function cleanupText(runs: readonly CleanedRun[], { dryRun, where }: CleanupTextOptions): string {
  const rows = runs.filter((run) => needsCleanup(run) || run.runner.kind === 'running');
  const table = rows.map((run) =>
    [run.run, stateText(run.runner), leftText(run), undoneText(run, dryRun)].map(cleanLine),
  );
  const notes = runs.flatMap(({ run, problems }) =>
    problems.map(
      ({ line, reason }) => `note: line ${line} of the journal of ${run} cannot be read: ${reason}`,
    ),
  );
  return [
    table.length === 0 ? '' : textTable([['run', 'state', 'left', dryRun ? 'to undo' : 'undone'], ...table]),
    ...notes.map((note) => `${cleanLine(note)}\n`),
    summary(runs, { dryRun, where }),
  ].join('');
}

function stateText(runner: Runner): string {
  switch (runner.kind) {
    case 'running':
      return `still running, pid ${runner.pid}`;
    case 'ended':
      return `ended, exit ${runner.exitCode}`;
    case 'gone':
      return 'crashed';
  }
}

function leftText({ runner, pending, processes }: CleanedRun): string {
  if (runner.kind === 'running') return '-';
  const count = processes.length;
  return [...pending, ...(count === 0 ? [] : [`${count} ${count === 1 ? 'process' : 'processes'}`])].join(
    ', ',
  );
}

function undoneText(run: CleanedRun, dryRun: boolean): string {
  if (run.runner.kind === 'running') return '-';
  if (dryRun) return 'all of it';
  if (run.busy !== undefined) return `process ${run.busy} is at it`;
  if (run.failures.length === 0) return 'all, verified';
  return `${run.undone.length} of ${run.pending.length}`;
}

function summary(runs: readonly CleanedRun[], { dryRun, where }: CleanupTextOptions): string {
  if (runs.length === 0) return `nothing to clean up: there is no run in ${cleanLine(where)}\n`;
  const left = runs.filter((run) => needsCleanup(run));
  const running = runs.filter(({ runner }) => runner.kind === 'running').length;
  const parts = [
    left.length === 0 ? 'nothing to clean up' : outcome(left, dryRun),
    ...(running > 0 ? [`${countOf(running)} still running`] : []),
    ...(runs.length > left.length + running
      ? [`${countOf(runs.length - left.length - running)} with nothing left`]
      : []),
  ];
  return `${parts.join(', ')}\n`;
}

function outcome(left: readonly CleanedRun[], dryRun: boolean): string {
  if (dryRun) return `${countOf(left.length)} to clean up; this was a dry run`;
  const cleaned = left.filter(({ busy, failures }) => busy === undefined && failures.length === 0).length;
  if (cleaned === left.length) return `${countOf(cleaned)} cleaned up`;
  return `${cleaned} of ${countOf(left.length)} cleaned up`;
}

function countOf(count: number): string {
  return `${count} ${count === 1 ? 'run' : 'runs'}`;
}
