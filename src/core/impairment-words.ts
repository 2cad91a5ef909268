import type { DirectionState, ImpairmentState } from './result.gen.ts';
import { formatBitrate } from './units/bitrate.ts';
import { formatDuration } from './units/duration.ts';
import { formatRatio } from './units/ratio.ts';

/** What travels one way meets, a few words for each key that is there, in the order in which they are told. */
export function directionWords(
  way: DirectionState,
): Readonly<Record<keyof DirectionState, string | undefined>> {
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

/** The same in one line: `delay 150ms, loss 1%, rate 780kbit/s`; undefined when nothing. */
export function describeDirection(way: DirectionState): string | undefined {
  const words = Object.values(directionWords(way)).filter((text) => text !== undefined);
  return words.length === 0 ? undefined : words.join(', ');
}

/** What happens to whole connections; undefined when nothing. */
export function describeConnection(state: ImpairmentState['connection']): string | undefined {
  const { refuse, reset, halfOpen, slowClose } = state;
  const words = [
    ...(refuse === true ? ['refuse'] : []),
    ...(reset === undefined ? [] : [reset === 0 ? 'reset' : `reset after ${formatDuration(reset)}`]),
    ...(halfOpen === true ? ['half-open'] : []),
    ...(slowClose === undefined ? [] : [`slow-close ${formatDuration(slowClose)}`]),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}

function worded<T>(key: string, value: T | undefined, format: (value: T) => string): string | undefined {
  return value === undefined ? undefined : `${key} ${format(value)}`;
}

function describeLoss({ average, burst }: NonNullable<DirectionState['loss']>): string {
  return `${formatRatio(average)}${burst === 1 ? '' : ` in bursts of ${burst}`}`;
}
