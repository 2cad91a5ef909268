import type { EpochMilliseconds, Milliseconds } from '../core/clock.ts';
import { Histogram, rankOf } from '../metrics/histogram.ts';
import { RecentRate } from './recent-rate.ts';
import type { RequestFacts } from './request-filter.ts';
import { OTHER, type TopRow, type TopTable } from './top-row.ts';

/** A service whose paths are all different must not grow a run's memory. */
const MOST_KINDS = 1_000;

/** One request that has ended. */
export interface EndedRequest extends RequestFacts {
  /** On the scale that the log was begun on. */
  readonly end: Milliseconds;
  readonly latency: Milliseconds;
  readonly answered: boolean;
}

type Kind = Pick<TopRow, 'source' | 'destination' | 'edge' | 'method' | 'path'>;

interface Tally {
  readonly kind: Kind;
  count: number;
  ok: number;
  last: Milliseconds | null;
  readonly answered: Histogram;
  readonly recent: RecentRate;
}

const OTHERS: Kind = { source: null, destination: null, edge: null, method: null, path: OTHER };

/** Counts requests by edge, destination, method and path: the kinds that come first, and all others together. */
export class TopLog {
  readonly #tallies = new Map<string, Tally>();
  readonly #begun: Milliseconds;
  #others: Tally | undefined;

  constructor(begun: Milliseconds) {
    this.#begun = begun;
  }

  add(request: EndedRequest): void {
    const { latency, answered, ok, end } = request;
    const tally = this.#tallyOf(request);
    tally.count += 1;
    if (ok) tally.ok += 1;
    if (answered) tally.answered.record(latency);
    tally.last = answered ? latency : null;
    tally.recent.add(end);
  }

  table(now: Milliseconds, wall: EpochMilliseconds): TopTable {
    const tallies = [...this.#tallies.values(), ...(this.#others === undefined ? [] : [this.#others])];
    return {
      at: new Date(wall).toISOString(),
      seconds: Math.round(now - this.#begun) / 1000,
      rows: tallies.map((tally) => rowOf(tally, now)),
    };
  }

  #tallyOf({ source, destination, edge, method, path }: RequestFacts): Tally {
    // No part of it but the last holds a space: names of scenarios do not, and a method is a token (RFC 9110, section 9.1).
    const key = `${edge} ${destination} ${method} ${path}`;
    const known = this.#tallies.get(key);
    if (known !== undefined) return known;
    if (this.#tallies.size >= MOST_KINDS) return (this.#others ??= this.#tally(OTHERS));
    const tally = this.#tally({ source, destination, edge, method, path });
    this.#tallies.set(key, tally);
    return tally;
  }

  #tally(kind: Kind): Tally {
    return {
      kind,
      count: 0,
      ok: 0,
      last: null,
      answered: new Histogram(),
      recent: new RecentRate(this.#begun),
    };
  }
}

function rowOf({ kind, count, ok, last, answered, recent }: Tally, now: Milliseconds): TopRow {
  const isEmpty = answered.count === 0;
  const rank = rankOf(0.5, count);
  return {
    ...kind,
    count,
    rps: Math.round(recent.perSecond(now) * 10) / 10,
    best_ms: isEmpty ? null : rounded(answered.min),
    p50_ms: rank > answered.count ? null : rounded(answered.valueAtRank(rank)),
    worst_ms: isEmpty ? null : rounded(answered.max),
    last_ms: last === null ? null : rounded(last),
    success: ok / count,
  };
}

/** A microsecond is as fine as it was measured. */
function rounded(ms: Milliseconds): Milliseconds {
  return Math.round(ms * 1000) / 1000;
}
