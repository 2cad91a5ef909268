import type { EpochMilliseconds, Milliseconds } from '../../core/clock.ts';
import type { Masker } from '../../core/mask.ts';
import { LineBudget, spreadOver } from '../../traffic/line-budget.ts';
import { isMeant } from '../../traffic/request-filter.ts';
import type { ExchangeListener } from '../collector.ts';
import { factsOf, tappedExchange, type SeenExchange } from './tapped-exchange.ts';
import type { TapOrder, WatchLine } from './watch-messages.ts';
import type { Watcher } from './watch-requests.ts';

/** What is kept for a reader who does not take it; 40,000 requests a second for one who does. */
const MOST_KEPT = 10_000;

interface TapOptions {
  readonly mask: Masker;
  /** The wall time at the clock's zero. */
  readonly wallZero: EpochMilliseconds;
  readonly now: Milliseconds;
}

/** Keeps the requests that are meant, and gives lines of as many as the order lets it, in the order of their ends. */
export class TapWatcher implements Watcher<readonly WatchLine[]> {
  readonly #order: TapOrder;
  readonly #options: TapOptions;
  readonly #budget: LineBudget;
  #kept: SeenExchange[] = [];
  #missed = 0;

  constructor(order: TapOrder, options: TapOptions) {
    this.#order = order;
    this.#options = options;
    this.#budget = new LineBudget(order.maxRps === 0 ? Infinity : order.maxRps, options.now);
  }

  readonly see: ExchangeListener = (edge, sample, observation) => {
    const seen = { edge, sample, observation };
    if (!isMeant(factsOf(seen), this.#order.filter)) return;
    if (this.#kept.length < MOST_KEPT) this.#kept.push(seen);
    else this.#missed += 1;
  };

  take(now: Milliseconds): readonly WatchLine[] {
    const all = this.#kept.toSorted((a, b) => a.observation.end - b.observation.end);
    const told = spreadOver(all, this.#budget.take(all.length, now));
    const leftOut = { over: all.length - told.length, missed: this.#missed };
    this.#kept = [];
    this.#missed = 0;
    return [
      ...told.map((seen) => ({ kind: 'request', request: tappedExchange(seen, this.#options) }) as const),
      ...(leftOut.over + leftOut.missed > 0 ? [{ kind: 'left-out', ...leftOut } as const] : []),
    ];
  }
}
