import type { Milliseconds } from '../../../core/clock.ts';

/** Where a value stands on the vertical axis. */
export interface Scale {
  readonly kind: 'linear' | 'log';
  readonly ticks: readonly number[];
  /** 0 at the bottom, 1 at the top; values outside are held at the edge. */
  readonly position: (value: number) => number;
}

/** From this ratio of the largest to the smallest value on, a linear axis would press the small ones flat. */
const LOG_FROM = 20;
/** Latencies below are noise of the clock; a logarithmic axis must not spend room on them. */
const LEAST = 0.1;
const MOST_TICKS = 6;

/** The axis that shows all `values` apart: linear from zero, or logarithmic where they span orders of magnitude. */
export function chooseScale(values: readonly number[], kind?: 'linear'): Scale {
  const largest = largestOf(values);
  const smallest = values.reduce((least, value) => Math.min(least, Math.max(value, LEAST)), largest);
  return kind === undefined && largest / smallest >= LOG_FROM
    ? logScale(smallest, largest)
    : linearScale(largest);
}

function largestOf(values: readonly number[]): number {
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  return largest > 0 ? Math.max(largest, LEAST) : 1;
}

function linearScale(largest: number): Scale {
  const step = roundUp(largest / (MOST_TICKS - 1));
  const count = Math.ceil(largest / step - 1e-9);
  const top = count * step;
  return {
    kind: 'linear',
    ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
    position: (value) => hold(value / top),
  };
}

function logScale(smallest: number, largest: number): Scale {
  const low = Math.log10(roundDown(smallest));
  const high = Math.log10(roundUp(largest));
  const fine = roundNumbers(low, high, [1, 2, 5]);
  return {
    kind: 'log',
    ticks: fine.length <= MOST_TICKS + 1 ? fine : roundNumbers(low, high, [1]),
    position: (value) => hold((Math.log10(Math.max(value, LEAST)) - low) / (high - low)),
  };
}

function roundNumbers(low: number, high: number, digits: readonly number[]): readonly number[] {
  const numbers: number[] = [];
  for (let decade = Math.floor(low); decade <= Math.ceil(high); decade += 1) {
    for (const digit of digits) {
      const number = digit * 10 ** decade;
      if (Math.log10(number) >= low - 1e-9 && Math.log10(number) <= high + 1e-9) numbers.push(number);
    }
  }
  return numbers;
}

/** The next 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((digit) => digit * power >= value * (1 - 1e-9)) ?? 10) * power;
}

function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return ([5, 2].find((digit) => digit * power <= value * (1 + 1e-9)) ?? 1) * power;
}

function hold(position: number): number {
  return Math.min(1, Math.max(0, position));
}

const SECOND = 1000;
const TIME_STEPS: readonly Milliseconds[] = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600,
].map((seconds) => seconds * SECOND);

/** A moment that is written at the axis of time, and which side of it the text is on. */
export interface TimeTick {
  readonly moment: Milliseconds;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Text in the middle of a moment this near to an end of the axis would be cut. */
const NEAR_END = 0.05;

/** Round moments for the horizontal axis, few enough for the width of a telephone. */
export function timeTicks({
  start,
  end,
}: {
  readonly start: Milliseconds;
  readonly end: Milliseconds;
}): readonly TimeTick[] {
  const length = end - start;
  const step =
    TIME_STEPS.find((candidate) => length / candidate <= MOST_TICKS) ?? roundUp(length / MOST_TICKS);
  const first = Math.ceil(start / step);
  const count = Math.floor(end / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const moment = (first + index) * step;
    const share = (moment - start) / length;
    const anchor = share < NEAR_END ? 'start' : share > 1 - NEAR_END ? 'end' : 'middle';
    return { moment, anchor };
  });
}
