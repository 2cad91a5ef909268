import type { Traffic } from './measure.ts';
import { bimodal, failing, impatient, wandering, type KnownSystem } from './systems.ts';

/** What is judged: a figure of a known system against a bound that is known, or measured in another window of the same system. */
export interface Case {
  readonly group: string;
  readonly system: KnownSystem;
  readonly traffic: Traffic;
  readonly figure: 'p50' | 'p95' | 'p99' | 'mean' | 'success';
  readonly against: 'bound' | 'baseline' | 'previous';
  /** Whether the verdicts are meant to keep their confidence: the window holds enough of what goes together. */
  readonly covered: boolean;
}

type Figure = Case['figure'];

function cases(
  group: string,
  figures: readonly Figure[],
  systems: readonly (readonly [KnownSystem, Traffic])[],
  others: Partial<Pick<Case, 'against' | 'covered'>> = {},
): Case[] {
  return systems.flatMap(([system, traffic]) =>
    figures.map((figure) => ({ group, system, traffic, figure, against: 'bound', covered: true, ...others })),
  );
}

const USUAL: Traffic = { rate: 50, seconds: 30 };
const SHORT: Traffic = { rate: 50, seconds: 10 };
const LONG: Traffic = { rate: 50, seconds: 300 };
const SPARSE: Traffic = { rate: 10, seconds: 30 };
const DENSE: Traffic = { rate: 1000, seconds: 10 };

/** Each verdict about them is wrong in at most half of what the confidence leaves. */
export const COVERED: readonly Case[] = [
  ...cases(
    'latency',
    ['p50', 'p95', 'p99'],
    [0, 0.1, 0.3, 1, 3].map((memory) => [wandering(memory), USUAL] as const),
  ),
  ...cases(
    'latency',
    ['p95'],
    [
      [wandering(0), SHORT],
      [wandering(0.3), SHORT],
      [wandering(1), SHORT],
      [wandering(0), SPARSE],
      [wandering(1), SPARSE],
      [wandering(0), DENSE],
      [wandering(0.3), DENSE],
      [wandering(0), LONG],
      [wandering(3), LONG],
    ],
  ),
  ...cases(
    'latency',
    ['mean'],
    [
      [wandering(0), USUAL],
      [wandering(1), USUAL],
    ],
  ),
  ...cases(
    'bimodal',
    ['p50', 'p95'],
    [
      [bimodal(0.1, 0), USUAL],
      [bimodal(0.1, 0.5), USUAL],
      [bimodal(0.1, 2), LONG],
    ],
  ),
  ...cases(
    'success 95 %',
    ['success'],
    [
      [failing(0.95, 0), USUAL],
      [failing(0.95, 0), { rate: 10, seconds: 10 }],
      [failing(0.95, 0.5), USUAL],
      [failing(0.95, 2), LONG],
    ],
  ),
  ...cases(
    'success 99 %',
    ['success'],
    [
      [failing(0.99, 0), USUAL],
      [failing(0.99, 0), DENSE],
      [failing(0.99, 1), LONG],
    ],
  ),
  ...cases(
    'timeout of 3 s',
    ['p50', 'success'],
    [
      [impatient(3000, 0), USUAL],
      [impatient(3000, 0.3), USUAL],
    ],
  ),
  ...cases(
    'timeout of 3 s, open after 1 s',
    ['p50', 'success'],
    [
      [impatient(3000, 0), { ...USUAL, drain: 1 }],
      [impatient(3000, 0.3), { ...USUAL, drain: 1 }],
    ],
  ),
  ...(['baseline', 'previous'] as const).flatMap((against) => [
    ...cases(
      against,
      ['p95'],
      [
        [wandering(0), USUAL],
        [wandering(0.3), USUAL],
      ],
      { against },
    ),
    ...cases(against, ['success'], [[failing(0.95, 0.5), USUAL]], { against }),
  ]),
];

/** What the window does not show, or hardly, nobody can know from it: here the confidence is not kept. */
export const BEYOND: readonly Case[] = [
  ...cases(
    'latency',
    ['p50', 'p95', 'p99'],
    [
      [wandering(3), SHORT],
      [wandering(10), USUAL],
      [wandering(3, 0.2), USUAL],
      [wandering(0.3), { rate: 100, seconds: 4 }],
    ],
    { covered: false },
  ),
  ...cases('bimodal', ['p95'], [[bimodal(0.1, 5), USUAL]], { covered: false }),
  ...cases(
    'success 99 %',
    ['success'],
    [
      [failing(0.99, 0.2), USUAL],
      [failing(0.99, 1), USUAL],
    ],
    {
      covered: false,
    },
  ),
  ...cases('success 95 %', ['success'], [[failing(0.95, 5), USUAL]], { covered: false }),
];
