import type { Clock, Milliseconds } from '../../core/clock.ts';
import type { Masker } from '../../core/mask.ts';
import { collapsePath } from '../../traffic/collapse-path.ts';
import { isMeant } from '../../traffic/request-filter.ts';
import { TopLog } from '../../traffic/top-log.ts';
import type { ExchangeListener } from '../collector.ts';
import { factsOf } from './tapped-exchange.ts';
import type { TopOrder, WatchLine } from './watch-messages.ts';
import type { Watcher } from './watch-requests.ts';

interface TopOptions {
  readonly mask: Masker;
  readonly clock: Clock;
  readonly now: Milliseconds;
}

/** Counts the requests that are meant, here and only while somebody looks, and gives the whole table each time. */
export class TopWatcher implements Watcher<readonly WatchLine[]> {
  readonly #order: TopOrder;
  readonly #options: TopOptions;
  readonly #log: TopLog;

  constructor(order: TopOrder, options: TopOptions) {
    this.#order = order;
    this.#options = options;
    this.#log = new TopLog(options.now);
  }

  readonly see: ExchangeListener = (edge, sample, observation) => {
    const { filter, rawPaths } = this.#order;
    const { mask } = this.#options;
    const facts = factsOf({ edge, sample, observation });
    if (!isMeant(facts, filter)) return;
    // A secret of several segments is one only as long as all of them are there.
    const path = mask(facts.path);
    this.#log.add({
      ...facts,
      method: mask(facts.method),
      path: rawPaths ? path : collapsePath(path),
      end: sample.at + sample.latency,
      latency: sample.latency,
      answered: observation.answered,
    });
  };

  take(now: Milliseconds): readonly WatchLine[] {
    return [{ kind: 'table', table: this.#log.table(now, this.#options.clock.wall()) }];
  }
}
