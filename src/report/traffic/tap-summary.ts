import { counted } from '../console/wording.ts';
import { formatCount } from '../figures.ts';

/** What has become of the requests that were meant. */
export interface TapTally {
  shown: number;
  /** Beyond the lines of a second. */
  over: number;
  /** While nobody took what was told. */
  missed: number;
}

interface TapEnd {
  readonly maxRps: number;
  readonly isRunOver: boolean;
}

/** The last words of a tap: what was shown, and what was not. */
export function tapSummary({ shown, over, missed }: TapTally, { maxRps, isRunOver }: TapEnd): string {
  const end = isRunOver ? 'the run has ended: ' : '';
  const parts = [`${shown === 1 ? '1 request' : `${formatCount(shown)} requests`} shown`];
  if (over > 0)
    parts.push(
      `${formatCount(over)} left out beyond ${counted(maxRps, 'line')} a second (--max-rps 0 shows all)`,
    );
  if (missed > 0) parts.push(`${formatCount(missed)} lost because they were not read in time`);
  return `${end}${parts.join(', ')}\n`;
}
