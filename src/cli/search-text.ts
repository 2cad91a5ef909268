import { formatDuration } from '../core/units/duration.ts';
import { formatRatio } from '../core/units/ratio.ts';
import { formatSearched } from '../impairment/searched-value.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { PlannedSearch } from '../plan/planned-search.ts';
import { gateKey } from '../plan/read-search-amount.ts';
import { counted } from '../report/console/wording.ts';
import { sizeOf } from '../search/space.ts';

/** What a step searches, and how long that may take; nothing where it does not. */
export function searchText({
  search,
  windowStart,
  end,
}: Pick<PlannedStep, 'search' | 'windowStart' | 'end'>): string {
  if (search === undefined) return '';
  const { vary, value, range, confidence, most, samples, checks } = search;
  const [from, to, precision] = [range.from, range.to, range.precision].map((amount) =>
    formatSearched(value, amount),
  );
  const gate =
    range.gate === undefined
      ? ''
      : `, ${gateKey(value).replace('-', ' ')} ${formatSearched(value, range.gate)}`;
  return [
    `  search ${vary} from ${from} to ${to}, to ${precision}${gate}, at ${formatRatio(confidence)}\n`,
    `    at most ${counted(most, 'trial')} of ${counted(sizeOf(range), 'value')}, within ${formatDuration(end - windowStart)}; a value takes at least ${counted(samples, 'sample')} to hold\n`,
    timeText(search),
    ...checks.map(({ that }) => `  at each value ${that}\n`),
  ].join('');
}

function timeText({ forecast }: PlannedSearch): string {
  if (forecast === undefined) return '';
  const { longest, sweep } = forecast;
  return `    at most ${inSeconds(longest)} where every value shows itself at once; to try each value once would take ${inSeconds(sweep)}\n`;
}

function inSeconds(time: number): string {
  return formatDuration(Math.ceil(time / 1000) * 1000);
}
