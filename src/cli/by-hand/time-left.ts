import type { Milliseconds } from '../../core/clock.ts';

const SECOND = 1000;

/** As `9m 12s` or `1h 30m`: rounded up to seconds, the two largest parts. */
export function formatTimeLeft(ms: Milliseconds): string {
  const seconds = Math.ceil(ms / SECOND);
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0s';
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count}${unit}`).join(' ');
}
