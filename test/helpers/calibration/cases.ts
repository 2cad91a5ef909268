import type { Traffic } from './measure.ts';
import { bimodal, failing, impatient, wandering, type KnownSystem } from './systems.ts';

/** What is judged: a figure of a known system against a bound that is known, or measured in another window of the same system. */
export interface Case {
  readonly group: string;
  readonly system: KnownSystem;
  readonly traffic: Traffic;
  readonly figure: 'p50' | 'p95' | 'p99' | 'mean' | 'success';
  readonly against: 'bound' | 'baseline' | 'previous';
}

type Observed = readonly (readonly [KnownSystem, Traffic])[];

function cases(
  group: string,
  figures: readonly Case['figure'][],
  observed: Observed,
  against: Case['against'] = 'bound',
): Case[] {
  return observed.flatMap(([system, traffic]) =>
    figures.map((figure) => ({ group, system, traffic, figure, against })),
  );
}

const USUAL: Traffic = { rate: 50, seconds: 30 };
const SHORT: Traffic = { rate: 50, seconds: 10 };
const LONG: Traffic = { rate: 50, seconds: 300 };
const SPARSE: Traffic = { rate: 10, seconds: 30 };
const DENSE: Traffic = { rate: 1000, seconds: 10 };
const BRIEF: Traffic = { rate: 50, seconds: 9 };
const CUT: Traffic = { ...USUAL, drain: 1 };

const INDEPENDENT_TO_SLOW: Observed = [0, 0.1, 0.3, 1].map((memory) => [wandering(memory), USUAL]);
const OTHER_WINDOWS: Observed = [
  [wandering(0), SHORT],
  [wandering(0.3), SHORT],
  [wandering(0), SPARSE],
  [wandering(1), SPARSE],
  [wandering(0), DENSE],
  [wandering(0.3), DENSE],
  [wandering(0), LONG],
  [wandering(3), LONG],
];
const MODES: Observed = [
  [bimodal(0.1, 0), USUAL],
  [bimodal(0.1, 0.1), USUAL],
  [bimodal(0.1, 1), LONG],
];
const AT_95: Observed = [
  [failing(0.95, 0), USUAL],
  [failing(0.95, 0), { rate: 10, seconds: 10 }],
  [failing(0.95, 0.1), USUAL],
  [failing(0.95, 1), LONG],
];
const AT_99: Observed = [
  [failing(0.99, 0), USUAL],
  [failing(0.99, 0), DENSE],
  [failing(0.99, 0.2), LONG],
];

/** A window holds at least thirty times of what goes together. */
export const COVERED: readonly Case[] = [
  ...cases('latency', ['p50', 'p95', 'p99'], INDEPENDENT_TO_SLOW),
  ...cases('latency', ['p95'], OTHER_WINDOWS),
  ...cases('latency', ['mean'], INDEPENDENT_TO_SLOW.slice(0, 2)),
  ...cases('two modes', ['p50', 'p95'], MODES),
  ...cases('failures 5 %', ['success'], AT_95),
  ...cases('failures 1 %', ['success'], AT_99),
  ...[USUAL, CUT].flatMap((traffic) =>
    cases(
      traffic.drain === undefined ? 'timeout of 3 s' : 'timeout of 3 s, open after 1 s',
      ['p50', 'success'],
      [0, 0.1].map((memory) => [impatient(3000, memory), traffic]),
    ),
  ),
  ...(['baseline', 'previous'] as const).flatMap((against) => [
    ...cases('latency', ['p95'], [INDEPENDENT_TO_SLOW[0]!, INDEPENDENT_TO_SLOW[2]!], against),
    ...cases('failures 5 %', ['success'], [AT_95[2]!], against),
  ]),
];

/** What the window hardly shows, or not at all, nobody can know from it: here the confidence is not always kept. */
export const BEYOND: readonly Case[] = [
  ...cases(
    'latency',
    ['p50', 'p95', 'p99'],
    [
      [wandering(3), USUAL],
      [wandering(10), USUAL],
      [wandering(3), SHORT],
      [wandering(3, 0.2), USUAL],
      [wandering(0.3), BRIEF],
    ],
  ),
  ...cases('latency', ['mean'], [[wandering(1), USUAL]]),
  ...cases(
    'two modes',
    ['p50', 'p95'],
    [
      [bimodal(0.1, 0.5), USUAL],
      [bimodal(0.1, 5), USUAL],
    ],
  ),
  ...cases(
    'failures 5 %',
    ['success'],
    [
      [failing(0.95, 2), LONG],
      [failing(0.95, 0.5), USUAL],
      [failing(0.95, 5), USUAL],
    ],
  ),
  ...cases(
    'failures 1 %',
    ['success'],
    [
      [failing(0.99, 1), LONG],
      [failing(0.99, 0.2), USUAL],
      [failing(0.99, 1), USUAL],
    ],
  ),
  ...cases('timeout of 3 s', ['success'], [[impatient(3000, 0.3), USUAL]]),
];
