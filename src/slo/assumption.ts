import { Cell } from '../metrics/cell.ts';
import { Histogram } from '../metrics/histogram.ts';
import { everySample, type WindowData } from '../metrics/window-data.ts';
import type { MetricFunction } from './grammar.ts';

/**
 * What is taken to be true of the samples that are missing or in doubt:
 * - `measured`: what was sent counts as it ended, what was dropped is left out;
 * - `without-straddling`: exchanges that ended after their step are left out too;
 * - `granted`: dropped arrivals and straddling exchanges all went as the expectation wishes;
 * - `charged`: as measured, and every dropped arrival went against the expectation.
 */
export type Assumption = 'measured' | 'without-straddling' | 'granted' | 'charged';

export const ASSUMPTIONS: readonly Assumption[] = ['measured', 'without-straddling', 'granted', 'charged'];

/** How an exchange goes: answered at once and successful, or failed without an answer. */
export type Outcome = 'good' | 'bad';

const MORE_WITH_GOOD: readonly MetricFunction['kind'][] = ['success', 'rps', 'share', 'rate', 'amount'];

/** The outcome of a missing exchange that moves a function's figure down or up. */
export function outcomeThatMoves(fn: MetricFunction, direction: 'down' | 'up'): Outcome {
  const goodIsMore = MORE_WITH_GOOD.includes(fn.kind);
  return goodIsMore === (direction === 'up') ? 'good' : 'bad';
}

/** The exchanges of a window under an assumption, where the expectation wishes for `wish`. */
export function populationUnder(assumption: Assumption, window: WindowData, wish: Outcome): Cell {
  if (window.straddling.n === 0 && window.dropped === 0) return window.inside;
  switch (assumption) {
    case 'measured':
      return everySample(window);
    case 'without-straddling':
      return window.inside;
    case 'charged':
      return withDropped(everySample(window), window, wish === 'good' ? 'bad' : 'good');
    case 'granted':
  }
  const cell = new Cell();
  cell.merge(window.inside);
  // Even the kindest answer came after the end of the step, so what had been waited by then is certain.
  if (wish === 'good') cell.addGood(window.waited);
  else cell.addBad(window.straddling.n);
  return withDropped(cell, window, wish);
}

function withDropped(cell: Cell, { dropped }: WindowData, outcome: Outcome): Cell {
  if (outcome === 'bad') {
    cell.addBad(dropped);
  } else {
    const atOnce = new Histogram();
    atOnce.record(0, dropped);
    cell.addGood(atOnce);
  }
  return cell;
}
