import { describeConnection, directionWords } from '../core/impairment-words.ts';
import { formatDuration } from '../core/units/duration.ts';
import { addedRtt, DIRECTION_KEYS, isClear, type Impairment } from './model.ts';

/** An impairment in a few words, as `RTT 300ms, rate 768kbit/s up, rate 1.6Mbit/s down`; `clear` when nothing. */
export function describeImpairment(impairment: Impairment): string {
  if (isClear(impairment)) return 'clear';
  const { up, down, connection } = impairment;
  const [upwards, downwards] = [directionWords(up), directionWords(down)];
  const directions = DIRECTION_KEYS.flatMap((key) => {
    const isRoundTrip = key === 'delay' && up.delay !== undefined && up.delay === down.delay;
    return isRoundTrip
      ? `RTT ${formatDuration(addedRtt(impairment))}`
      : bothWays(upwards[key], downwards[key]);
  });
  return [...directions, describeConnection(connection)].filter((text) => text !== undefined).join(', ');
}

function bothWays(up: string | undefined, down: string | undefined): string[] {
  if (up !== undefined && up === down) return [up];
  return [...(up === undefined ? [] : [`${up} up`]), ...(down === undefined ? [] : [`${down} down`])];
}
