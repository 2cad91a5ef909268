import { trimNumber } from '../core/units/quantity.ts';
import type { Confidence } from './confidence.ts';
import type { Decision } from './decide.ts';
import type { Estimate } from './estimate.ts';
import { fewestForEnd, fewestSamples } from './fewest-samples.ts';
import type { Cell } from '../metrics/cell.ts';
import { describeInterval, formatEstimate, formatValue } from './format.ts';
import { describeSilence } from './failures.ts';
import type { Expectation, Term } from './grammar.ts';
import { multipleOf } from './multiple.ts';
import { printBound, printMetric } from './print.ts';
import type { Bound, Resolved } from './resolve.ts';
import { everySample, type WindowData } from '../metrics/window-data.ts';

/** The bound in words and numbers: `< 2s`, `<= baseline + 50ms (182ms)`, `<= previous + 5% (412ms, 105% of previous, ...)`. */
export function describeBound(
  { left, comparison, bound }: Expectation,
  { value, range }: Bound,
  { confidence, previous }: { readonly confidence: Confidence; readonly previous?: string },
): string {
  const text = `${comparison} ${printBound(bound)}`;
  if (bound.every((term) => term.kind === 'quantity') && bound.length === 1) return text;
  const unit = left.unit;
  const exact = range.low === range.high;
  const details = [
    formatValue(value, unit),
    ...describeInterval(exact ? undefined : range, unit, confidence),
    ...bound.flatMap((term) => describePercentage(term, previous !== undefined)),
    ...(previous === undefined ? [] : [`previous is ${previous}`]),
  ];
  return `${text} (${details.join(', ')})`;
}

/** What a percentage is of: of the reference before it, or points of a share beside another run's. */
function describePercentage(term: Term, beside: boolean): string[] {
  if (term.kind === 'quantity') {
    return beside && term.unit === 'ratio' ? [`${trimNumber(term.value * 100, 3)} percentage points`] : [];
  }
  if (term.kind === 'rtt' || term.change === undefined) return [];
  const what = term.kind === 'measured' ? printMetric(term.metric) : term.kind;
  return [`${trimNumber(multipleOf(term) * 100, 3)}% of ${what}`];
}

/** What was seen: `p95(shoppers) is 412ms (95% interval 398ms to 431ms, n=1500)`. */
export function describeFinding(
  { left }: Expectation,
  seen: Estimate,
  { confidence, sample }: { readonly confidence: Confidence; readonly sample: Cell | undefined },
): string {
  const metric = printMetric(left);
  if (seen.value === Infinity && sample !== undefined) return `${metric} ${describeSilence(left.fn, sample)}`;
  const unit = left.unit;
  const details = [
    ...describeInterval(seen.interval, unit, confidence),
    `n=${seen.n}${describeWorth(seen)}`,
  ].join(', ');
  const figure = seen.value === Infinity ? 'was never reached' : `is ${formatEstimate(seen, unit)}`;
  return `${metric} ${figure} (${details})`;
}

/** Less is what chance makes of independent samples. */
const NOTABLE_EFFECT = 2;

/** How many independent samples say as much, where that is far less. */
function describeWorth({ n, effect = 1 }: Estimate): string {
  return effect < NOTABLE_EFFECT ? '' : ` worth ${Math.floor(n / effect)}`;
}

/** What follows from the finding for the bound; `windows` are those that either side rests on. */
export function describeDecision(
  { verdict, doubt }: Decision,
  bound: string,
  windows: readonly WindowData[],
): string {
  const straddling = count(windows, (window) => window.straddling.n, [
    'exchange',
    'that straddled the end of the step',
  ]);
  const dropped = count(windows, (window) => window.dropped, ['dropped arrival']);
  switch (doubt) {
    case undefined:
      return verdict === 'pass' ? `which is ${bound}` : `which is not ${bound}`;
    case 'open':
      return `which leaves open whether it is ${bound}`;
    case 'missing': {
      const missing = [...straddling, ...dropped];
      const which = missing.length === 0 ? 'what was not measured' : missing.join(' and ');
      return `which is not ${bound}, but could be if ${which} had gone well`;
    }
    case 'straddling':
      return `which is ${bound}, but leaving out ${straddling.join('')} would change that${outlasting(windows)}`;
    case 'dropped':
  }
  return `which is ${bound}, but counting ${dropped.join('')} against it would change that`;
}

/** Few stragglers are an accident; where they are the most, the window is too short for what it judges. */
function outlasting(windows: readonly WindowData[]): string {
  return windows.some(({ inside, straddling }) => straddling.n > inside.n)
    ? ': few requests end within the window, which needs a longer `for`'
    : '';
}

/** One phrase, or none when there is nothing to count. */
function count(
  windows: readonly WindowData[],
  figure: (window: WindowData) => number,
  [noun = '', ...which]: readonly string[],
): string[] {
  const sum = windows.reduce((total, window) => total + figure(window), 0);
  return sum === 0 ? [] : [[`${sum} ${noun}${sum === 1 ? '' : 's'}`, ...which].join(' ')];
}

/** Which window holds too few samples for a pass, and how many it takes; undefined when none does. */
export function describeShortage(
  expectation: Expectation,
  { left, terms }: Resolved,
  confidence: Confidence,
): string | undefined {
  const needed = fewestSamples(expectation, confidence);
  if (needed === Infinity) {
    return 'no number of samples closes an interval on that bound: write `==`, or `confidence: none`';
  }
  const has = everySample(left.window).n;
  if (has < needed) return `at least ${needed} samples are needed, there are ${has}`;
  if (expectation.comparison === '==') return undefined;
  const down = expectation.comparison.startsWith('<');
  for (const term of terms) {
    if (term.kind === 'known') continue;
    const { source, sign } = term;
    const least = fewestForEnd(source.fn, down === (sign === 1) ? 'low' : 'high', confidence);
    const there = everySample(source.window).n;
    if (there < least) return `at least ${least} samples of ${source.label} are needed, there are ${there}`;
  }
  return undefined;
}
