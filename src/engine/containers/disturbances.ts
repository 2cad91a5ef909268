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

/** A time in which a step itself restarts a container; times on the clock. */
interface Meant {
  readonly who: string;
  readonly begin: Milliseconds;
  end?: Milliseconds;
}

/** What is seen of a container comes after what has happened to it. */
const SEEN_WITHIN: Milliseconds = 5_000;

/** A container as the subject of a disturbance. */
export function containerOf(service: string): string {
  return `the container of service ${service}`;
}

/** What has come between the run and the state of its edges. */
export class DisturbanceLog {
  readonly #all: Disturbance[] = [];
  readonly #meant: Meant[] = [];

  /** The run restarts the container of a service; call what it returns when that is done. */
  means(service: string, at: Milliseconds): (done: Milliseconds) => void {
    const span: Meant = { who: containerOf(service), begin: at };
    this.#meant.push(span);
    return (done) => {
      span.end = done;
    };
  }

  /** One that goes on already goes on. */
  begin(edge: string, who: string, at: Milliseconds): void {
    if (this.#open(edge) === undefined) this.#all.push({ edge, who, begin: at });
  }

  end(edge: string, at: Milliseconds): void {
    const open = this.#open(edge);
    if (open !== undefined) open.end = at;
  }

  /** In words, for what lies between the two times and was not meant by a step. */
  between(edge: string, from: Milliseconds, to: Milliseconds): string[] {
    return this.#within(edge, from, to)
      .filter((item) => !this.#isMeant(item))
      .map(describe);
  }

  /** In words, for what lies between the two times because a step restarts a container. */
  meantBetween(edge: string, from: Milliseconds, to: Milliseconds): string[] {
    return this.#within(edge, from, to)
      .filter((item) => this.#isMeant(item))
      .map(describe);
  }

  #within(edge: string, from: Milliseconds, to: Milliseconds): Disturbance[] {
    return this.#all.filter((item) => item.edge === edge && item.begin < to && (item.end ?? to) >= from);
  }

  /** One that does not end is not, whatever it began with: the edge was to be impaired again. */
  #isMeant({ who, begin, end }: Disturbance): boolean {
    return this.#meant.some(
      (span) =>
        span.who === who &&
        end !== undefined &&
        begin >= span.begin &&
        begin <= (span.end ?? Infinity) + SEEN_WITHIN,
    );
  }

  #open(edge: string): Disturbance | undefined {
    return this.#all.find((item) => item.edge === edge && item.end === undefined);
  }
}

function describe({ who, edge, begin, end }: Disturbance): string {
  return end === undefined
    ? `${who} ended or was attached anew, and edge ${edge} was not surely impaired from then on`
    : `${who} restarted or was attached anew, and edge ${edge} was impaired again ${formatDuration(Math.round(end - begin))} later`;
}
