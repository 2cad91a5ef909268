import type { Milliseconds } from '../../core/clock.ts';
import type { LiveFigures, VerdictName } from '../../core/events.ts';
import { trimNumber } from '../../core/units/quantity.ts';
import { formatMeasured, formatShare } from '../figures.ts';

export const VERDICT_WORDS: Readonly<Record<VerdictName, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  inconclusive: 'INCONCLUSIVE',
  error: 'ERROR',
};

export const VERDICT_SYMBOLS: Readonly<Record<VerdictName, string>> = {
  pass: '✔',
  fail: '✖',
  inconclusive: '?',
  error: '!',
};

const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  proved: 'proved',
  'read-back': 'read back, not measured',
  failed: 'NOT PROVED',
  unnecessary: 'clear before and now, nothing to prove',
};

export function outcomeWords(outcome: string): string {
  return Object.hasOwn(OUTCOME_WORDS, outcome) ? OUTCOME_WORDS[outcome]! : outcome;
}

/** `49.8/s, success 99.4%, p95 1.24s`; what nothing is known of is left out. */
export function figuresText(figures: LiveFigures): string {
  const parts = [`${trimNumber(figures.rps, figures.rps < 100 ? 1 : 0)}/s`];
  if (figures.success !== undefined) parts.push(`success ${formatShare(figures.success)}`);
  if (figures.p95 !== undefined) parts.push(`p95 ${formatMeasured(figures.p95)}`);
  return parts.join(', ');
}

/** `18s` or `2m 05s`, rounded up: a countdown reaches 0s at the end and not before. */
export function countdownText(left: Milliseconds): string {
  const seconds = Math.max(0, Math.ceil(left / 1000));
  if (seconds < 120) return `${seconds}s`;
  return `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, '0')}s`;
}

/** `1 step`, `3 steps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
