import { formatBitrate } from '../core/units/bitrate.ts';
import { formatDuration } from '../core/units/duration.ts';
import { formatRatio } from '../core/units/ratio.ts';
import { addedRtt, DIRECTION_KEYS, isClear, type DirectionImpairment, type Impairment } from './model.ts';

/** An impairment in a few words, as `RTT 300ms, rate 768kbit/s up, 1.6Mbit/s down`; `clear` when nothing. */
export function describeImpairment(impairment: Impairment): string {
  if (isClear(impairment)) return 'clear';
  const { up, down } = impairment;
  const parts: string[] = [];
  const symmetric = up.delay !== undefined && up.delay === down.delay;
  if (symmetric) parts.push(`RTT ${formatDuration(addedRtt(impairment))}`);
  for (const key of DIRECTION_KEYS) {
    if (key === 'delay' && symmetric) continue;
    const texts = [describeValue(key, up), describeValue(key, down)];
    if (texts[0] === texts[1] && texts[0] !== undefined) parts.push(`${key} ${texts[0]}`.trimEnd());
    else
      parts.push(
        ...['up', 'down'].flatMap((way, index) =>
          texts[index] === undefined ? [] : `${key} ${texts[index]} ${way}`,
        ),
      );
  }
  return [...parts, ...describeConnection(impairment)].join(', ').replaceAll('  ', ' ');
}

function describeValue(key: (typeof DIRECTION_KEYS)[number], way: DirectionImpairment): string | undefined {
  switch (key) {
    case 'delay':
    case 'jitter':
    case 'buffer':
      return way[key] === undefined ? undefined : formatDuration(way[key]);
    case 'rate':
      return way.rate === undefined ? undefined : formatBitrate(way.rate);
    case 'duplicate':
    case 'corrupt':
    case 'reorder':
      return way[key] === undefined ? undefined : formatRatio(way[key]);
    case 'loss':
      return describeLoss(way);
    case 'distribution':
      return way.distribution;
    case 'partition':
      return way.partition === true ? '' : undefined;
  }
}

function describeLoss({ loss }: DirectionImpairment): string | undefined {
  if (loss === undefined) return undefined;
  return loss.burst === 1
    ? formatRatio(loss.average)
    : `${formatRatio(loss.average)} in bursts of ${loss.burst}`;
}

function describeConnection({ connection }: Impairment): string[] {
  const { refuse, reset, halfOpen, slowClose } = connection;
  return [
    ...(refuse === true ? ['refuse'] : []),
    ...(reset === undefined ? [] : [reset === 0 ? 'reset' : `reset after ${formatDuration(reset)}`]),
    ...(halfOpen === true ? ['half-open'] : []),
    ...(slowClose === undefined ? [] : [`slow-close ${formatDuration(slowClose)}`]),
  ];
}
