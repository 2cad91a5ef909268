import type { Milliseconds } from '../../core/clock.ts';
import { formatDuration } from '../../core/units/duration.ts';

/** A time in which an edge was not, or not surely, impaired as its step asks; times on the clock. */
interface Disturbance {
  readonly edge: string;
  /** The container that it is about, as a subject. */
  readonly who: string;
  readonly begin: Milliseconds;
  end?: Milliseconds;
}

/** What has come between the run and the state of its edges. */
export class DisturbanceLog {
  readonly #all: Disturbance[] = [];

  /** One that goes on already goes on. */
  begin(edge: string, who: string, at: Milliseconds): void {
    if (this.#open(edge) === undefined) this.#all.push({ edge, who, begin: at });
  }

  end(edge: string, at: Milliseconds): void {
    const open = this.#open(edge);
    if (open !== undefined) open.end = at;
  }

  /** In words, for what lies between the two times. */
  between(edge: string, from: Milliseconds, to: Milliseconds): string[] {
    return this.#all
      .filter((item) => item.edge === edge && item.begin < to && (item.end ?? to) >= from)
      .map(({ who, begin, end }) =>
        end === undefined
          ? `${who} ended or was attached anew, and edge ${edge} was not surely impaired from then on`
          : `${who} restarted or was attached anew, and edge ${edge} was impaired again ${formatDuration(Math.round(end - begin))} later`,
      );
  }

  #open(edge: string): Disturbance | undefined {
    return this.#all.find((item) => item.edge === edge && item.end === undefined);
  }
}
