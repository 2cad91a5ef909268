import { runTitle } from '../../core/matrix-cell.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { Plan } from '../../plan/plan.ts';
import { counted } from '../../report/console/wording.ts';
import { textTable } from '../text-table.ts';

/** The cells of a matrix, in the order in which they run, before the plan of the first of them. */
export function cellsText(plans: readonly Plan[]): string {
  const together = formatDuration(plans.reduce((sum, { duration }) => sum + duration, 0));
  const rows = plans.map((plan, at) => [
    `${at + 1}`,
    runTitle(plan.scenario),
    counted(plan.steps.length, 'step'),
    formatDuration(plan.duration),
  ]);
  const which = plans.length === 1 ? '' : ' of the first cell; --cell NAME=VALUE chooses another';
  return `Matrix: ${counted(plans.length, 'cell')}, ${together} one after the other\n${textTable(rows, '  ')}\nThe plan${which}:\n`;
}
