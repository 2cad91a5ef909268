import { cleanLine } from '../../report/clean-text.ts';
import { counted } from '../../report/console/wording.ts';
import { formatBytes } from '../../report/figures.ts';
import type { HeldRun } from './choose-prunable.ts';
import type { RunRecord } from './run-record.ts';
import { removedTable, type SizedRun } from './runs-text.ts';

/** What pruning came to. */
export interface PruneOutcome {
  readonly dryRun: boolean;
  readonly removed: readonly SizedRun[];
  readonly held: readonly HeldRun[];
  readonly kept: number;
}

export function pruneText({ dryRun, removed, held, kept }: PruneOutcome): string {
  const stays = held.map(({ run, hold }) => `${cleanLine(`kept: ${run.id}: ${holdText(hold, run)}`)}\n`);
  const freed = formatBytes(freedBytes(removed));
  const count = counted(removed.length, 'run');
  const summary = dryRun
    ? `${count} to remove, ${freed} to free, ${kept} kept; this was a dry run`
    : `${count} removed, ${freed} freed, ${kept} kept`;
  return `${removedTable(removed)}${stays.join('')}${summary}\n`;
}

export function freedBytes(removed: readonly SizedRun[]): number {
  return removed.reduce((sum, { bytes }) => sum + bytes, 0);
}

function holdText(hold: HeldRun['hold'], { folder }: RunRecord): string {
  switch (hold) {
    case 'in-progress':
      return 'in progress';
    case 'needs-cleanup':
      return `not everything of it is undone: run \`scenario cleanup ${folder}\` first`;
    case 'unreadable':
      return 'its journal cannot be read, so that nothing says whether all of it is undone';
    case 'newest-passed':
      return 'the newest that passed, by which `--against` judges the next';
  }
}
