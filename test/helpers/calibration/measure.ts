import type { Random } from '../../../src/core/random.ts';
import { Series } from '../../../src/metrics/series.ts';
import { Timeline } from '../../../src/metrics/timeline.ts';
import type { WindowData } from '../../../src/metrics/window-data.ts';
import type { KnownSystem } from './systems.ts';

/** What is asked of a system, and for how long. */
export interface Traffic {
  /** Requests per second, evenly spaced. */
  readonly rate: number;
  readonly seconds: number;
  /** For how long after the window answers are awaited, in seconds; what is still open then has no answer. Without it, all are awaited. */
  readonly drain?: number;
}

/** The window of one run, counted by the real series. */
export function measure(system: KnownSystem, traffic: Traffic, random: Random): WindowData {
  const { rate, seconds, drain = Infinity } = traffic;
  const end = seconds * 1000;
  const series = new Series(new Timeline([{ name: 'step', start: 0, windowStart: 0, end }]));
  const reply = system.start(random, 1 / rate);
  const open: number[] = [];
  for (let sent = 0; sent < rate * seconds; sent += 1) {
    const due = (sent * 1000) / rate;
    const { latency, ok, answered } = reply();
    if (due + latency > end + drain * 1000) open.push(due);
    else series.add({ due, end: due + latency, name: 'GET /', ok, answered });
  }
  const window = series.window({ from: 0, to: end });
  // As the engine counts what is open when it judges.
  for (const due of open) {
    window.straddling.add({ due, end, name: '', ok: false, answered: false, failure: 'still open' });
    window.waited.record(end - due);
  }
  return window;
}
