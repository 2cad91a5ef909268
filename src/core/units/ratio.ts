import { shown } from '../shown.ts';
import { parseQuantity, trimNumber, type Parsed, type UnitFamily } from './quantity.ts';

/** A share between 0 and 1. */
export type Ratio = number;

const RATIO: UnitFamily = {
  noun: 'a percentage',
  example: '1%',
  factors: { '%': 0.01 },
  refused: {},
  bareNumberHint: fractionHint,
};

/** Many tools write 98 % as `0.98`: a hint to write `0.98%` would make a gate that never fails. */
function fractionHint(digits: string): string | undefined {
  const value = Number(digits);
  if (!(value > 0 && value <= 1)) return undefined;
  return `write \`${formatRatio(value, 10)}\` if you mean the fraction ${shown(digits)}, or \`${shown(digits)}%\``;
}

/** Reads `1.5%` into 0.015; more than 100 % is refused. */
export function parseRatio(text: string): Parsed<Ratio> {
  const parsed = parseQuantity(text, RATIO);
  if (parsed.ok && parsed.value > 1) {
    return {
      ok: false,
      message: `expected at most \`100%\`, got \`${shown(text)}\``,
      hint: 'write a share between `0%` and `100%`',
    };
  }
  return parsed;
}

export function formatRatio(ratio: Ratio, decimals = 3): string {
  return `${trimNumber(ratio * 100, decimals)}%`;
}
