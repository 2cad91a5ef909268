import type { Confidence } from './confidence.ts';
import type { Comparison, Expectation, MetricFunction, Term } from './grammar.ts';
import { tailOf } from './intervals.ts';

/**
 * The fewest samples of the left side with which the expectation could pass at all, if every one of them were
 * good: 368 for `success(a) >= 99%`, 72 for p95, 3688 for p99.9. Infinity where no number could, as for
 * `success(a) >= 100%`: an interval never closes on a single point.
 */
export function fewestSamples({ left, comparison, bound }: Expectation, confidence: Confidence): number {
  const upwards = comparison === '<' || comparison === '<=' || comparison === '==';
  // Equality can only be judged on what was observed.
  const level = comparison === '==' ? 'none' : confidence;
  const least = fewestForEnd(left.fn, upwards ? 'high' : 'low', level);
  if (level === 'none' || !isShare(left.fn)) return least;
  const share = constantOf(bound);
  return share === undefined ? least : fewestForShare(comparison, share, tailOf(level));
}

function isShare({ kind }: MetricFunction): boolean {
  return kind === 'success' || kind === 'errors' || kind === 'share';
}

/** The fewest samples with which one end of a function's interval exists at all. */
export function fewestForEnd(fn: MetricFunction, end: 'low' | 'high', confidence: Confidence): number {
  switch (fn.kind) {
    case 'percentile': {
      const q = fn.percent / 100;
      // Without an interval: as many as it takes for the rank not to be simply the first or the last.
      if (confidence === 'none') return Math.ceil(1 / Math.min(q, 1 - q) - 1e-6);
      // The end exists once all samples on one side of the quantile have less than the tail's chance.
      return Math.max(
        1,
        Math.ceil(Math.log(tailOf(confidence)) / Math.log(end === 'high' ? q : 1 - q) - 1e-9),
      );
    }
    case 'mean':
      return confidence === 'none' ? 1 : 2;
    case 'max':
    case 'success':
    case 'errors':
    case 'rps':
    case 'recovery':
    case 'share':
    case 'rate':
    case 'amount':
  }
  return 1;
}

/** The interval of n out of n reaches down to tail^(1/n), that of none out of n up to 1 - tail^(1/n). */
function fewestForShare(comparison: Comparison, share: number, tail: number): number {
  const strict = comparison === '<' || comparison === '>';
  const from = comparison === '>' || comparison === '>=' ? share : 1 - share;
  if (from < 0 || (from === 0 && !strict)) return 1;
  if (from >= 1) return Infinity;
  if (from === 0) return 1;
  const exact = Math.log(tail) / Math.log(from);
  return Math.max(1, strict ? Math.floor(exact + 1e-9) + 1 : Math.ceil(exact - 1e-9));
}

/** The value of a bound that refers to nothing. */
function constantOf(bound: readonly Term[]): number | undefined {
  let sum = 0;
  for (const term of bound) {
    if (term.kind !== 'quantity') return undefined;
    sum += term.sign * term.value;
  }
  return sum;
}
