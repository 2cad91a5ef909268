import type { Milliseconds } from '../core/clock.ts';
import type { Parsed } from '../core/units/quantity.ts';
import { parseDuration } from '../core/units/duration.ts';
import { parseFrequency } from '../core/units/frequency.ts';
import { parseRatio } from '../core/units/ratio.ts';
import type { Confidence } from '../slo/confidence.ts';

/** Reading has already reported what is malformed; here it counts as absent. */
function valueOr<T>(text: string | undefined, parse: (text: string) => Parsed<T>, fallback: T): T {
  if (text === undefined) return fallback;
  const parsed = parse(text);
  return parsed.ok ? parsed.value : fallback;
}

export function durationOr(text: string | undefined, fallback: Milliseconds): Milliseconds {
  return valueOr(text, parseDuration, fallback);
}

export function confidenceOr(text: string | undefined, fallback: Confidence): Confidence {
  return text === 'none' ? 'none' : valueOr<Confidence>(text, parseRatio, fallback);
}

/** A rate at its beginning and at its end; `off` is 0. */
export function rateOf(rate: string | { readonly from: string; readonly to: string }): {
  from: number;
  to: number;
} {
  if (typeof rate !== 'string') {
    return { from: valueOr(rate.from, parseFrequency, 0), to: valueOr(rate.to, parseFrequency, 0) };
  }
  const constant = rate === 'off' ? 0 : valueOr(rate, parseFrequency, 0);
  return { from: constant, to: constant };
}
