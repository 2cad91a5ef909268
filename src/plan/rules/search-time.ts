import { formatDuration } from '../../core/units/duration.ts';
import type { SearchForecast } from '../planned-search.ts';
import type { Scope } from '../scope.ts';
import type { StepTimes } from '../step-times.ts';

/** Not every value shows itself at the first look. */
const ROOM = 1.25;

/** A search whose time cannot last for every breaking point of its range would end with a wide interval, or with none. */
export function checkSearchTime(
  scope: Scope,
  step: number,
  { forecast, times }: { readonly forecast: SearchForecast; readonly times: StepTimes },
): void {
  const window = times.end - times.windowStart;
  if (forecast.longest <= window || window <= 0) return;
  const needed = times.windowStart - times.start + ROOM * forecast.longest;
  const enough = Math.ceil(needed / 5000) * 5000;
  scope.report({
    code: 'search-too-short',
    message: `the search takes up to ${inSeconds(forecast.longest)} where every value shows itself at once, and its window lasts ${inSeconds(window)}`,
    hint: `write \`for: ${formatDuration(enough)}\`, a larger \`precision\`, or a higher \`rate\``,
    at: ['steps', step, 'for'],
  });
}

function inSeconds(time: number): string {
  return formatDuration(Math.ceil(time / 1000) * 1000);
}
