import { seededRandom, type Random } from '../../src/core/random.ts';
import { Cell } from '../../src/metrics/cell.ts';
import { Histogram } from '../../src/metrics/histogram.ts';
import type { WindowData } from '../../src/metrics/window-data.ts';
import { concludeSearch, type SearchConclusion } from '../../src/search/conclude-search.ts';
import { fewestToHold, judgeLook } from '../../src/search/judge-look.ts';
import { looksOf, samplesToHold } from '../../src/search/looks.ts';
import { mostTrials, nextTrial, type NextTrial, type TriedValue } from '../../src/search/next-trial.ts';
import { longestTrial } from '../../src/search/pace.ts';
import { layOutSpace, type SearchRange } from '../../src/search/space.ts';
import type { Expectation } from '../../src/slo/grammar.ts';
import { expectationOf } from './slo-evidence.ts';

/** What a request met: how long it took, and whether it succeeded. */
export interface Answer {
  readonly latency: number;
  readonly ok: boolean;
}

/** How a simulated system answers one request at a value, with its own chance. */
export type SimulatedServer = (value: number, random: Random) => Answer;

export interface SimulatedSearch {
  readonly range: SearchRange;
  readonly expect: readonly string[];
  readonly server: SimulatedServer;
  readonly seed: number;
  /** Requests per second. */
  readonly rate: number;
  /** How long the search may take. */
  readonly time: number;
  /** How long the load settles after a change to a value. */
  readonly settle: (value: number) => number;
}

export interface SimulatedOutcome {
  readonly values: readonly number[];
  readonly tried: readonly (TriedValue & { readonly n: number })[];
  readonly conclusion: SearchConclusion;
  /** Of load, settling included, in milliseconds. */
  readonly took: number;
}

/** Runs a search by the same parts as the engine, on a clock and a system of the test. */
export function simulateSearch(search: SimulatedSearch): SimulatedOutcome {
  const { range, expect, seed, time } = search;
  const space = layOutSpace(range);
  const most = mostTrials(space);
  const expectations = expect.map((text) => expectationOf(text));
  const random = seededRandom(seed);
  const tried: (TriedValue & { n: number })[] = [];
  let clock = 0;
  for (;;) {
    const next = nextTrial(space, tried);
    if (next === undefined || clock >= time) break;
    const value = space.values[next.at]!;
    clock += search.settle(value);
    // Two spare seconds for the answers of the last requests.
    const budget = { confidence: 0.95, trials: most, expectations: expectations.length };
    const samples = samplesToHold(budget, (confidence) => fewestToHold(expectations, confidence));
    const clear = (samples / search.rate) * 1000 + 2000;
    const longest = longestTrial(time - clock, { made: tried.length, most, clear });
    const trial = simulateTrial({ ...search, next, value, expectations, most, longest, random });
    tried.push({ ...next, outcome: trial.outcome, n: trial.n });
    clock += trial.took;
  }
  return { values: space.values, tried, conclusion: concludeSearch(space, tried), took: clock };
}

interface SimulatedTrial extends SimulatedSearch {
  readonly next: NextTrial;
  readonly value: number;
  readonly expectations: readonly Expectation[];
  readonly most: number;
  readonly longest: number;
  readonly random: Random;
}

function simulateTrial(trial: SimulatedTrial): { outcome: TriedValue['outcome']; n: number; took: number } {
  const { value, expectations, most, longest, random, server, rate } = trial;
  const budget = { confidence: 0.95, trials: most, expectations: expectations.length };
  const cell = new Cell();
  let slowest = 0;
  for (const look of looksOf(budget, (confidence) => fewestToHold(expectations, confidence))) {
    const took = (look.n / rate) * 1000 + slowest;
    if (took > longest) return { outcome: 'undecided', n: cell.n, took: longest };
    while (cell.n < look.n) {
      const { latency, ok } = server(value, random);
      slowest = Math.max(slowest, latency);
      cell.add({ due: 0, end: latency, name: 'GET /', ok, answered: ok });
    }
    const window = windowOfCell(cell, look.n / rate);
    const { outcome } = judgeLook(look, {
      expectations,
      evidence: { window: () => window, requestedRtt: () => undefined, stepVerdict: () => 'pass' },
    });
    if (outcome !== 'open') return { outcome, n: cell.n, took: (look.n / rate) * 1000 + slowest };
  }
  throw new Error('looks have no end');
}

function windowOfCell(inside: Cell, seconds: number): WindowData {
  const nothing = new Histogram();
  return { seconds, inside, blocks: [], straddling: new Cell(), waited: nothing, dropped: 0, lag: nothing };
}

/** A handler that takes `trips` round trips and gives up when it has lasted `limit` in total. */
export function handlerWithin({
  limit,
  trips,
  work = 0,
}: {
  readonly limit: number;
  readonly trips: number;
  readonly work?: number;
}): SimulatedServer {
  return (rtt, random) => {
    const total = trips * rtt + work * random();
    return total > limit ? { latency: limit, ok: false } : { latency: total, ok: true };
  };
}
