import type { PageRecord } from '../../browser/browser.ts';
import type { Milliseconds } from '../../core/clock.ts';

/** From when to when something was visible, from the navigation. */
export interface Span {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** When a mark was visible; what was so at the last look stayed so to the end. */
export function spansOf({ looks, watched }: Pick<PageRecord, 'looks' | 'watched'>, label: string): Span[] {
  const spans: Span[] = [];
  let from: Milliseconds | undefined;
  for (const { at, seen } of looks) {
    const isSeen = seen.includes(label);
    if (isSeen) from ??= at;
    if (isSeen || from === undefined) continue;
    spans.push({ from, to: at });
    from = undefined;
  }
  return from === undefined ? spans : [...spans, { from, to: watched }];
}
