import { formatDuration } from '../core/units/duration.ts';
import { describeImpairment } from '../impairment/describe.ts';
import type { ScheduledState } from '../impairment/varying/schedule.ts';
import { counted } from '../report/console/wording.ts';
import { textTable } from './text-table.ts';

/** A longer schedule shows how it begins and how it ends. */
const MOST_SHOWN = 8;
const FIRST_SHOWN = 5;

/** The states of a link that varies, by the time of the run. */
export function scheduleText(schedule: readonly ScheduledState[], indent: string): string {
  const changes = counted(Math.max(0, schedule.length - 1), 'change');
  const left = schedule.length - MOST_SHOWN;
  const rows =
    left <= 0
      ? schedule.map(row)
      : [
          ...schedule.slice(0, FIRST_SHOWN).map(row),
          ['...', `${counted(left, 'state')} more`],
          ...schedule.slice(FIRST_SHOWN - MOST_SHOWN).map(row),
        ];
  return `${indent}${changes} in place while the window lasts\n${textTable(rows, `${indent}  `)}`;
}

function row({ at, impairment }: ScheduledState): string[] {
  return [`at ${formatDuration(at)}`, describeImpairment(impairment)];
}
