import { formatBitrate } from '../core/units/bitrate.ts';
import { formatDuration } from '../core/units/duration.ts';
import { formatRatio } from '../core/units/ratio.ts';
import {
  addedRtt,
  DIRECTION_KEYS,
  isClear,
  type ConnectionImpairment,
  type DirectionImpairment,
  type Impairment,
  type Loss,
} from './model.ts';

/** An impairment in a few words, as `RTT 300ms, rate 768kbit/s up, rate 1.6Mbit/s down`; `clear` when nothing. */
export function describeImpairment(impairment: Impairment): string {
  if (isClear(impairment)) return 'clear';
  const { up, down, connection } = impairment;
  const [upwards, downwards] = [describeDirection(up), describeDirection(down)];
  const directions = DIRECTION_KEYS.flatMap((key) => {
    const isRoundTrip = key === 'delay' && up.delay !== undefined && up.delay === down.delay;
    return isRoundTrip
      ? `RTT ${formatDuration(addedRtt(impairment))}`
      : bothWays(upwards[key], downwards[key]);
  });
  return [...directions, ...describeConnection(connection)].join(', ');
}

function bothWays(up: string | undefined, down: string | undefined): string[] {
  if (up !== undefined && up === down) return [up];
  return [...(up === undefined ? [] : [`${up} up`]), ...(down === undefined ? [] : [`${down} down`])];
}

function describeDirection(
  way: DirectionImpairment,
): Readonly<Record<keyof DirectionImpairment, string | undefined>> {
  return {
    delay: worded('delay', way.delay, formatDuration),
    jitter: worded('jitter', way.jitter, formatDuration),
    distribution: worded('distribution', way.distribution, String),
    loss: worded('loss', way.loss, describeLoss),
    duplicate: worded('duplicate', way.duplicate, formatRatio),
    corrupt: worded('corrupt', way.corrupt, formatRatio),
    reorder: worded('reorder', way.reorder, formatRatio),
    rate: worded('rate', way.rate, formatBitrate),
    buffer: worded('buffer', way.buffer, formatDuration),
    partition: way.partition === true ? 'partition' : undefined,
  };
}

function worded<T>(key: string, value: T | undefined, format: (value: T) => string): string | undefined {
  return value === undefined ? undefined : `${key} ${format(value)}`;
}

function describeLoss({ average, burst }: Loss): string {
  return `${formatRatio(average)}${burst === 1 ? '' : ` in bursts of ${burst}`}`;
}

function describeConnection({ refuse, reset, halfOpen, slowClose }: ConnectionImpairment): string[] {
  return [
    ...(refuse === true ? ['refuse'] : []),
    ...(reset === undefined ? [] : [reset === 0 ? 'reset' : `reset after ${formatDuration(reset)}`]),
    ...(halfOpen === true ? ['half-open'] : []),
    ...(slowClose === undefined ? [] : [`slow-close ${formatDuration(slowClose)}`]),
  ];
}
