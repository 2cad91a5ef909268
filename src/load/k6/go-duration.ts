import type { Milliseconds } from '../../core/clock.ts';

const UNITS: Readonly<Record<string, Milliseconds>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h|d)/y;

/** Reads a duration as Go writes it and k6 extends it with days: `1h2m3.5s`. Undefined for anything else. */
export function parseGoDuration(text: string): Milliseconds | undefined {
  if (text === '0') return 0;
  let total = 0;
  PART.lastIndex = 0;
  for (let at = 0; at < text.length; at = PART.lastIndex) {
    const [, count, unit = ''] = PART.exec(text) ?? [];
    if (count === undefined) return undefined;
    total += Number(count) * (UNITS[unit] ?? 0);
  }
  return text === '' ? undefined : total;
}
