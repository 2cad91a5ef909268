import { deriveSeed, seededRandom } from '../../../src/core/random.ts';
import type { VerdictName } from '../../../src/core/events.ts';
import { Histogram } from '../../../src/metrics/histogram.ts';
import { Cell } from '../../../src/metrics/cell.ts';
import { everySample, type WindowData } from '../../../src/metrics/window-data.ts';
import { evaluate } from '../../../src/slo/evaluate.ts';
import type { Evidence } from '../../../src/slo/evidence.ts';
import type { Expectation } from '../../../src/slo/grammar.ts';
import { parseExpectation } from '../../../src/slo/parse.ts';
import type { Case } from './cases.ts';
import { measure } from './measure.ts';

/** Shares of the runs. */
export interface Tally {
  readonly trials: number;
  /** Of a system that is just worse than the bound. */
  readonly wrongPass: number;
  /** Of a system that is just better than the bound. */
  readonly wrongFail: number;
  /** Of both. */
  readonly open: number;
}

/** Of a system that is well within the bound, and well outside of it. */
export interface Power {
  readonly trials: number;
  readonly rightPass: number;
  readonly rightFail: number;
}

export interface Simulation {
  readonly trials: number;
  readonly seed: number;
  /** Takes requests for independent of each other: what the verdicts would be without blocks. */
  readonly naive?: boolean;
}

/** How often verdicts go wrong next to a bound, of which the truth is known. */
export function calibrate(subject: Case, simulation: Simulation): Tally {
  const { trials } = simulation;
  const { justFails, justHolds } = boundsOf(subject);
  let [wrongPass, wrongFail, open] = [0, 0, 0];
  for (const verdict of runs(subject, simulation)) {
    const [worse, better] = [verdict(justFails), verdict(justHolds)];
    wrongPass += Number(worse === 'pass');
    wrongFail += Number(better === 'fail');
    open += (Number(worse === 'inconclusive') + Number(better === 'inconclusive')) / 2;
  }
  return { trials, wrongPass: wrongPass / trials, wrongFail: wrongFail / trials, open: open / trials };
}

/** How often what is clearly so is found. */
export function powerOf(subject: Case, simulation: Simulation): Power {
  const { trials } = simulation;
  const { holds, fails } = boundsOf(subject);
  let [rightPass, rightFail] = [0, 0];
  for (const verdict of runs(subject, simulation)) {
    rightPass += Number(verdict(holds) === 'pass');
    rightFail += Number(verdict(fails) === 'fail');
  }
  return { trials, rightPass: rightPass / trials, rightFail: rightFail / trials };
}

/** The judges of so many runs: the same for the same seed. */
function* runs(
  { system, traffic, figure, against }: Case,
  { trials, seed, naive = false }: Simulation,
): Generator<(expectation: Expectation) => VerdictName> {
  const { rate, seconds } = traffic;
  const random = seededRandom(deriveSeed(seed, `${system.name}/${rate}/${seconds}/${figure}/${against}`));
  for (let trial = 0; trial < trials; trial += 1) {
    const now = measure(system, traffic, random);
    const other = against === 'bound' ? undefined : measure(system, traffic, random);
    const evidence = evidenceFrom(
      naive ? withoutBlocks(now) : now,
      against,
      naive && other !== undefined ? withoutBlocks(other) : other,
    );
    yield (expectation) => evaluate({ expectation, confidence: 0.95, evidence }).verdict;
  }
}

interface Bounds {
  readonly justFails: Expectation;
  readonly justHolds: Expectation;
  readonly holds: Expectation;
  readonly fails: Expectation;
}

/** A histogram tells apart what differs by that much, or nearly. */
const JUST = 1.005;
/** And this is far enough to be of interest. */
const CLEARLY = 1.5;

/** Latencies are just, or clearly, below or above the bound; failures are as many more or fewer than it allows. */
function boundsOf({ system, figure, against }: Case): Bounds {
  const factors = { justFails: 1 / JUST, justHolds: JUST, holds: CLEARLY, fails: 1 / CLEARLY };
  const text = (factor: number): string => {
    if (figure === 'success') {
      const failures = (1 - system.success) * (against === 'bound' ? factor : factor - 1);
      if (against === 'bound') return `success(a) >= ${percent(1 - failures)}`;
      return `success(a) >= ${against} ${failures < 0 ? '+' : '-'} ${percent(Math.abs(failures))}`;
    }
    const bound =
      against === 'bound'
        ? `${(factor * truthOf(system, figure)).toFixed(6)}ms`
        : `${factor.toFixed(6)}x ${against}`;
    return `${figure}(a) <= ${bound}`;
  };
  return {
    justFails: parsed(text(factors.justFails)),
    justHolds: parsed(text(factors.justHolds)),
    holds: parsed(text(factors.holds)),
    fails: parsed(text(factors.fails)),
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(6)}%`;
}

function truthOf(system: Case['system'], figure: 'p50' | 'p95' | 'p99' | 'mean'): number {
  if (figure === 'mean') return system.mean;
  return system.quantile(Number(figure.slice(1)) / 100);
}

function parsed(text: string): Expectation {
  const result = parseExpectation(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.expectation;
}

function evidenceFrom(now: WindowData, against: Case['against'], other: WindowData | undefined): Evidence {
  return {
    window: (_metric, step) => (step === undefined ? now : other),
    requestedRtt: () => undefined,
    stepVerdict: () => 'pass',
    ...(against === 'previous' &&
      other !== undefined && {
        previous: () => ({ kind: 'measured', run: 'earlier', window: asKept(other) }),
      }),
  };
}

function withoutBlocks(window: WindowData): WindowData {
  return { ...window, blocks: [] };
}

/** As a result keeps it: one histogram, and what straddled the end among the others. */
function asKept(window: WindowData): WindowData {
  const whole = new Cell();
  whole.merge(everySample(window));
  return { ...window, inside: whole, blocks: [], straddling: new Cell(), waited: new Histogram() };
}
