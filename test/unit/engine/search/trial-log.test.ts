import { describe, expect, it } from 'vitest';

import type { ExchangeListener, LoadListener } from '../../../../src/engine/collector.ts';
import { TrialLog } from '../../../../src/engine/search/trial-log.ts';
import type { Observation } from '../../../../src/metrics/observation.ts';
import type { Sample } from '../../../../src/metrics/sample.ts';

const ALL = { subject: 'shoppers', tags: [] };
const CART = { subject: 'shoppers', tags: [{ key: 'name', value: 'cart', start: 0, end: 0 }] };

interface Told {
  readonly log: TrialLog;
  readonly listeners: Set<LoadListener>;
  readonly tell: (due: number, more?: Partial<Observation>) => void;
  readonly drop: (...due: readonly number[]) => void;
}

/** A log that hears what a test tells it; the run began at 1000 on the clock. */
function openLog(): Told {
  const listeners = new Set<LoadListener>();
  const log = new TrialLog(
    {
      epoch: 1000,
      watch: (_listener: ExchangeListener) => () => {},
      watchLoads: (listener: LoadListener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    [ALL, CART],
  );
  const sample: Sample = { due: 0, sent: 0, end: 0, name: '', status: 200, ok: true };
  return {
    log,
    listeners,
    tell: (due, more = {}) => {
      const observation = { due, sent: due, end: due + 10, name: 'home', ok: true, answered: true, ...more };
      for (const listener of listeners) listener.sample('shoppers', sample, observation);
    },
    drop: (...due) => {
      for (const listener of listeners)
        listener.dropped(
          'shoppers',
          due.map((at) => at + 1000),
        );
    },
  };
}

describe('the log of a trial', () => {
  it('holds what was due since the trial began and before the cut, whenever it ended', () => {
    const { log, tell } = openLog();
    log.begin(250);
    tell(249);
    tell(250);
    tell(440, { end: 5000 });
    tell(450);
    expect(log.cutBefore(455)).toBe(450);
    const window = log.window(ALL, { cut: 450, open: [], now: 6000 });
    expect(window).toMatchObject({ seconds: 0.2, dropped: 0 });
    expect(window.inside.n).toBe(2);
    expect(window.inside.answered.max).toBe(4560);
  });

  it('takes what is open for without an answer, and as long as it has waited', () => {
    const { log, tell } = openLog();
    log.begin(0);
    tell(10);
    const window = log.window(ALL, { cut: 100, open: [20, 60], now: 700 });
    expect(window.inside.n).toBe(1);
    expect(window.straddling).toMatchObject({ n: 2, ok: 0 });
    expect(window.waited.max).toBe(680);
  });

  it('keeps requests of a tag apart, and counts what was dropped in every figure of its load', () => {
    const { log, tell, drop } = openLog();
    log.begin(0);
    tell(10);
    tell(20, { name: 'cart' });
    drop(30, 90, 150);
    const at = { cut: 100, open: [], now: 200 };
    expect(log.window(ALL, at)).toMatchObject({ dropped: 2, inside: { n: 2 } });
    expect(log.window(CART, at)).toMatchObject({ dropped: 2, inside: { n: 1 } });
  });

  it('forgets all when the next trial begins, and listens no more when it ends', () => {
    const { log, tell, listeners } = openLog();
    log.begin(0);
    tell(10);
    log.begin(100);
    expect(log.window(ALL, { cut: 200, open: [], now: 300 }).inside.n).toBe(0);
    log.end();
    expect(listeners.size).toBe(0);
  });
});
