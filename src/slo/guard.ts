import type { Milliseconds } from '../core/clock.ts';
import { formatDuration } from '../core/units/duration.ts';
import { Cell } from '../metrics/cell.ts';
import { Histogram } from '../metrics/histogram.ts';
import type { Recent } from '../metrics/recent-window.ts';
import { describeFailures } from './failures.ts';
import type { Expectation, MetricFunction } from './grammar.ts';
import type { Inequality } from './judge.ts';
import { describeBound, describeFinding } from './reasons.ts';
import { estimateSides, judgeComparison, resolve, type Resolved } from './resolve.ts';

/*
 * A guard is a stop for safety and no verdict: its condition is looked at again and again, so it goes by the point estimate, and by
 * what is certain now. It holds as soon as the opposite expectation would fail.
 */

/** A condition that stops the run. */
export interface Guard {
  readonly expectation: Expectation;
  /** How far it looks back. */
  readonly over: Milliseconds;
}

/** What a guard sees of its subject. */
export interface GuardView extends Recent {
  /** How long each request that is open now has lasted. */
  readonly open: readonly Milliseconds[];
}

/** Of fewer requests a share or a percentile is an accident. */
export const FEWEST_FOR_GUARD = 20;

/** Whether a figure needs so many requests; a rate is also known where there are none. */
export function needsRequests({ kind }: MetricFunction): boolean {
  return kind !== 'rps';
}

/**
 * Why the run has to stop: `errors(shoppers) is 63% (n=210) in the last 5s, which is > 50%; failed: 133 status 503`. Undefined while the
 * condition does not hold, or too little is known.
 */
export function tripOf({ expectation, over }: Guard, view: GuardView): string | undefined {
  const { left, comparison } = expectation;
  const sample = populationOf(expectation, view);
  const enough = needsRequests(left.fn) ? sample.n >= FEWEST_FOR_GUARD : view.until >= over;
  if (!enough) return undefined;
  const nothing = new Histogram();
  const window = {
    seconds: view.lasted / 1000,
    inside: sample,
    blocks: [],
    straddling: new Cell(),
    waited: nothing,
    dropped: 0,
    lag: nothing,
  };
  const resolved = resolve(expectation, {
    window: () => window,
    requestedRtt: () => undefined,
    stepVerdict: () => undefined,
  });
  if ('missing' in resolved || !holds(resolved, comparison)) return undefined;
  const sides = estimateSides(resolved, { comparison: opposite(comparison), ...AS_MEASURED });
  const finding = describeFinding(expectation, sides.left, { confidence: 'none', sample });
  const bound = describeBound(expectation, sides.bound, { confidence: 'none' });
  return `${finding} in the last ${formatDuration(Math.min(over, Math.ceil(view.until / 100) * 100))}, which is ${bound}${describeFailures(expectation, sample)}`;
}

const AS_MEASURED = { confidence: 'none', assumption: 'measured' } as const;

/** What never answered is slower than any bound, but never judged as quick enough: so the opposite is asked. */
function holds(resolved: Resolved, comparison: Expectation['comparison']): boolean {
  if (comparison === '==') return judgeComparison(resolved, { comparison, ...AS_MEASURED }) === 'pass';
  return judgeComparison(resolved, { comparison: opposite(comparison), ...AS_MEASURED }) === 'fail';
}

function opposite(comparison: Expectation['comparison']): Inequality {
  switch (comparison) {
    case '<':
      return '>=';
    case '<=':
      return '>';
    case '>':
      return '<=';
    case '>=':
      return '<';
    case '==':
  }
  return '<=';
}

/**
 * A request that is open is at least as slow as it has lasted, which counts where the guard is against slowness; where it is against
 * quickness, it may turn out as slow as any. Whether it will succeed, nobody knows.
 */
function populationOf({ left, comparison }: Expectation, { ended, open }: GuardView): Cell {
  const { kind } = left.fn;
  if (kind !== 'percentile' && kind !== 'max' && kind !== 'mean') return ended;
  const sample = new Cell();
  sample.merge(ended);
  if (comparison.startsWith('>')) {
    const lasted = new Histogram();
    for (const elapsed of open) lasted.record(elapsed);
    sample.addGood(lasted);
  } else {
    sample.addBad(open.length);
  }
  return sample;
}
