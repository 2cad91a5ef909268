import type { DirectionState, ImpairmentState } from '../core/result.gen.ts';
import { formatBitrate } from '../core/units/bitrate.ts';
import { formatDuration } from '../core/units/duration.ts';
import { formatRatio } from '../core/units/ratio.ts';

/** What travels one way meets, in words: `delay 150ms, loss 1%, rate 780kbit/s`; undefined when nothing. */
export function describeDirection(state: DirectionState): string | undefined {
  const parts = [
    state.partition === true ? 'partition' : undefined,
    describeDelay(state),
    state.loss === undefined ? undefined : describeLoss(state.loss.average, state.loss.burst),
    state.duplicate === undefined ? undefined : `duplicate ${formatRatio(state.duplicate)}`,
    state.corrupt === undefined ? undefined : `corrupt ${formatRatio(state.corrupt)}`,
    state.reorder === undefined ? undefined : `reorder ${formatRatio(state.reorder)}`,
    state.rate === undefined ? undefined : `rate ${formatBitrate(state.rate)}`,
    state.buffer === undefined ? undefined : `buffer ${formatDuration(state.buffer)}`,
  ];
  return join(parts);
}

/** What happens to whole connections, in words; undefined when nothing. */
export function describeConnection(state: ImpairmentState['connection']): string | undefined {
  return join([
    state.refuse === true ? 'refuse' : undefined,
    state.reset === undefined ? undefined : `reset after ${formatDuration(state.reset)}`,
    state.halfOpen === true ? 'half-open' : undefined,
    state.slowClose === undefined ? undefined : `slow close ${formatDuration(state.slowClose)}`,
  ]);
}

function describeDelay({ delay, jitter, distribution }: DirectionState): string | undefined {
  if (delay === undefined && jitter === undefined) return undefined;
  const spread = jitter === undefined ? '' : ` ± ${formatDuration(jitter)}`;
  const shape = distribution === undefined ? '' : ` (${distribution})`;
  return `delay ${formatDuration(delay ?? 0)}${spread}${shape}`;
}

function describeLoss(average: number, burst: number): string {
  return burst > 1 ? `loss ${formatRatio(average)} in bursts of ${burst}` : `loss ${formatRatio(average)}`;
}

function join(parts: readonly (string | undefined)[]): string | undefined {
  const present = parts.filter((part) => part !== undefined);
  return present.length === 0 ? undefined : present.join(', ');
}
