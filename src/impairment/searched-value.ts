import { formatBitrate, parseBitrate } from '../core/units/bitrate.ts';
import { formatDuration, parseDuration } from '../core/units/duration.ts';
import type { Parsed } from '../core/units/quantity.ts';
import { formatRatio, parseRatio } from '../core/units/ratio.ts';
import { DIRECTIONS, type Direction, type Impairment } from './model.ts';
import { AMOUNT_FIELDS, withAmount, type AmountField } from './varying/amount.ts';

/** The value of a link that a search changes. */
export interface SearchedValue {
  /** As `impair` spells it. */
  readonly key: 'rtt' | AmountField;
  /** Absent: both. */
  readonly direction?: Direction;
}

export const SEARCHED_KEYS: readonly SearchedValue['key'][] = ['rtt', ...AMOUNT_FIELDS];

interface Unit {
  readonly parse: (text: string) => Parsed<number>;
  readonly format: (amount: number) => string;
}

const DURATION: Unit = { parse: parseDuration, format: formatDuration };
const RATIO: Unit = { parse: parseRatio, format: formatRatio };

const UNITS: Readonly<Record<SearchedValue['key'], Unit>> = {
  rtt: DURATION,
  delay: DURATION,
  jitter: DURATION,
  buffer: DURATION,
  loss: RATIO,
  duplicate: RATIO,
  corrupt: RATIO,
  reorder: RATIO,
  rate: { parse: parseBitrate, format: formatBitrate },
};

/** Milliseconds, a share, or bits per second. */
export function parseSearched({ key }: SearchedValue, text: string): Parsed<number> {
  return UNITS[key].parse(text);
}

export function formatSearched({ key }: SearchedValue, amount: number): string {
  return UNITS[key].format(amount);
}

/** Whether more of it is better for who uses the link: of a rate only. */
export function moreIsBetter({ key }: SearchedValue): boolean {
  return key === 'rate';
}

/** The impairment with the value in place of what it had. */
export function withSearched(
  base: Impairment,
  { key, direction }: SearchedValue,
  amount: number,
): Impairment {
  const directions = direction === undefined ? DIRECTIONS : [direction];
  const field = key === 'rtt' ? 'delay' : key;
  const each = key === 'rtt' ? amount / 2 : amount;
  return directions.reduce(
    (changed, way) => ({ ...changed, [way]: withAmount(changed[way], field, each) }),
    base,
  );
}
