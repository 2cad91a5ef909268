import type { Milliseconds } from '../../core/clock.ts';
import { parseQuantity, type Parsed, type UnitFamily } from '../../core/units/quantity.ts';

const HOUR: Milliseconds = 3_600_000;

const AGE: UnitFamily = {
  noun: 'an age',
  example: '30d',
  factors: { m: HOUR / 60, h: HOUR, d: 24 * HOUR, w: 7 * 24 * HOUR },
  refused: { M: 'write `m` for minutes, or months as days: `30d`' },
};

/** Reads `12h`, `30d`, `8w` into milliseconds. A day has 24 hours. */
export function parseAge(text: string): Parsed<Milliseconds> {
  return parseQuantity(text, AGE);
}
