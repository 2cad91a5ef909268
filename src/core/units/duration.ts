import type { Milliseconds } from '../clock.ts';
import { parseQuantity, trimNumber, type Parsed, type UnitFamily } from './quantity.ts';

const DURATION: UnitFamily = {
  noun: 'a duration',
  example: '150ms',
  factors: { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 },
  refused: {
    M: 'write `m` for minutes or `ms` for milliseconds',
    min: 'write `m` for minutes',
    sec: 'write `s` for seconds',
  },
};

/** Reads `150ms`, `2s`, `1.5m` into milliseconds. */
export function parseDuration(text: string): Parsed<Milliseconds> {
  return parseQuantity(text, DURATION);
}

/** As a person would write it: `1.5s`, `300ms`, `20us`; exact for whole milliseconds, else rounded. */
export function formatDuration(ms: Milliseconds): string {
  if (!Number.isFinite(ms)) return 'never';
  const size = Math.abs(ms);
  if (size >= 120_000 && size % 60_000 === 0) return `${trimNumber(ms / 60_000)}m`;
  if (size >= 1000) return `${trimNumber(ms / 1000)}s`;
  if (size >= 1 || size === 0) return `${trimNumber(ms, size >= 100 ? 1 : 2)}ms`;
  return `${trimNumber(ms * 1000, 1)}us`;
}
