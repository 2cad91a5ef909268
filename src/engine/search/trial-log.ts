import type { Milliseconds } from '../../core/clock.ts';
import { Cell } from '../../metrics/cell.ts';
import { Histogram } from '../../metrics/histogram.ts';
import type { Observation } from '../../metrics/observation.ts';
import { tagOf } from '../../metrics/series.ts';
import type { WindowData } from '../../metrics/window-data.ts';
import type { Metric } from '../../slo/grammar.ts';
import type { Collector } from '../collector.ts';
import type { RequestFigure } from '../gather-evidence.ts';
import { seriesKey, tagsOf } from '../wanted-metrics.ts';

/** A trial is looked at up to the end of one of these. */
export const SLOT: Milliseconds = 100;

interface Slot {
  readonly ended: Cell;
  readonly lag: Histogram;
  dropped: number;
}

interface Subject {
  readonly metric: RequestFigure;
  /** By when the requests were due, from the beginning of the trial. */
  slots: Map<number, Slot>;
}

/** What was due in a trial and has ended, of each figure that is judged: trials begin where no block of the run's series does. */
export class TrialLog {
  readonly #subjects = new Map<string, Subject>();
  readonly #forget: readonly (() => void)[];
  /** From the run's start. */
  #from: Milliseconds = Infinity;

  constructor(
    collector: Pick<Collector, 'watch' | 'watchLoads' | 'epoch'>,
    metrics: readonly RequestFigure[],
  ) {
    for (const metric of metrics) this.#subjects.set(keyOf(metric), { metric, slots: new Map() });
    this.#forget = [
      collector.watch((edge, _sample, observation) => this.#tell(edge.name, observation)),
      collector.watchLoads({
        sample: (load, _sample, observation) => this.#tell(load, observation),
        dropped: (load, due) =>
          this.#drop(
            load,
            due.map((at) => at - collector.epoch),
          ),
      }),
    ];
  }

  /** Forgets all; what is due from now on counts. */
  begin(from: Milliseconds): void {
    this.#from = from;
    for (const subject of this.#subjects.values()) subject.slots = new Map();
  }

  /** The end of the last slot that is over at `at`. */
  cutBefore(at: Milliseconds): Milliseconds {
    return this.#from + Math.max(0, Math.floor((at - this.#from) / SLOT)) * SLOT;
  }

  /**
   * What was due before `cut`. Of `open`, the due times of what is open, all has lasted until `now` without an answer, and whatever it
   * turns out to be, it weakens what is found.
   */
  window(
    metric: RequestFigure,
    {
      cut,
      open,
      now,
    }: { readonly cut: Milliseconds; readonly open: readonly Milliseconds[]; readonly now: Milliseconds },
  ): WindowData {
    const merged = {
      seconds: (cut - this.#from) / 1000,
      inside: new Cell(),
      // A look is mostly shorter than what its seconds could tell of how requests go together.
      blocks: [],
      straddling: new Cell(),
      waited: new Histogram(),
      dropped: 0,
      lag: new Histogram(),
    };
    const last = Math.round((cut - this.#from) / SLOT);
    for (const [index, slot] of this.#subjects.get(keyOf(metric))?.slots ?? []) {
      if (index >= last) continue;
      merged.inside.merge(slot.ended);
      merged.lag.merge(slot.lag);
      merged.dropped += slot.dropped;
    }
    for (const due of open) {
      merged.straddling.add({ due, end: now, name: '', ok: false, answered: false, failure: 'still open' });
      merged.waited.record(Math.max(0, now - due));
    }
    return merged;
  }

  end(): void {
    for (const forget of this.#forget) forget();
  }

  #tell(name: string, observation: Observation): void {
    for (const { metric, slots } of this.#subjects.values()) {
      if (metric.subject !== name || observation.due < this.#from) continue;
      if (!metric.tags.every(({ key, value }) => tagOf(observation, key) === value)) continue;
      const slot = this.#slot(slots, observation.due);
      slot.ended.add(observation);
      if (observation.sent !== undefined) slot.lag.record(Math.max(0, observation.sent - observation.due));
    }
  }

  /** What a dropped arrival would have asked is unknown, so every figure of its load counts it. */
  #drop(load: string, due: readonly Milliseconds[]): void {
    for (const { metric, slots } of this.#subjects.values()) {
      if (metric.subject !== load) continue;
      for (const at of due) if (at >= this.#from) this.#slot(slots, at).dropped += 1;
    }
  }

  #slot(slots: Map<number, Slot>, due: Milliseconds): Slot {
    const index = Math.floor((due - this.#from) / SLOT);
    const slot = slots.get(index) ?? { ended: new Cell(), lag: new Histogram(), dropped: 0 };
    slots.set(index, slot);
    return slot;
  }
}

function keyOf({ subject, tags }: RequestFigure): string {
  return `${subject} ${seriesKey(tagsOf(tags))}`;
}

/** The figures of requests that some metrics are of, each once. */
export function figuresOf(metrics: readonly Metric[]): RequestFigure[] {
  return [...new Map(metrics.map((metric) => [keyOf(metric), metric])).values()];
}
