import type { Milliseconds } from '../../core/clock.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { formatRatio } from '../../core/units/ratio.ts';
import type { Culprit, Share } from './culprit.ts';
import type { Hop } from './hop.ts';

/** `web -> voting`. */
export function nameOf({ edge, to }: Pick<Hop, 'edge' | 'to'>): string {
  return `\`${edge.from}\` -> \`${to}\``;
}

/** `31 of 31`. */
export function of(part: number, whole: number): string {
  return `${Math.min(part, whole)} of ${whole}`;
}

export function percent(share: number): string {
  return formatRatio(share, 1);
}

/** `96% (89% to 100%)`. */
export function shareText({ value, low, high }: Share): string {
  return `${formatRatio(value, 0)} (${formatRatio(low, 0)} to ${formatRatio(high, 0)})`;
}

/** To a tenth of a millisecond below ten, whole ones above. */
export function timeText(ms: Milliseconds): string {
  return formatDuration(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));
}

/** One sentence for people, as "the culprit is `web` -> `voting` (…): 100% (89% to 100%) of the failures arise there, in `voting` itself". */
export function summaryOf(culprit: Culprit): string {
  if (culprit.kind === 'none') return `no culprit is named: ${culprit.why}`;
  const { about, fault, from, to, edge, impaired, share } = culprit;
  const what = about === 'failures' ? 'the failures' : 'the added time';
  const whom = {
    link: 'in its own network',
    service: `in \`${to}\` itself`,
    'service-or-beyond': impaired
      ? `in its own network, in \`${to}\` or behind it`
      : `in \`${to}\` or behind it`,
  }[fault];
  const told = impaired ? 'which the scenario impaired' : 'which was not impaired';
  return `the culprit is \`${from}\` -> \`${to}\` (edge \`${edge}\`, ${told}): ${shareText(share)} of ${what} arise there, ${whom}`;
}
