import type { EpochMilliseconds, Milliseconds } from '../core/clock.ts';
import { isRecord } from '../core/is-record.ts';
import type { PageMark } from '../core/page-mark.ts';
import type { PageLook } from './browser.ts';

/** What the page tells of itself: it is another's program, and may tell anything. */
export class LookLog {
  readonly #marks: readonly PageMark[];
  readonly #looks: PageLook[] = [];
  /** The navigation of the first document; one that the page opens after itself goes on in its time. */
  #zero: EpochMilliseconds | undefined;

  constructor(marks: readonly PageMark[]) {
    this.#marks = marks;
  }

  add(said: unknown): void {
    if (!isRecord(said)) return;
    const { origin, at, seen, text } = said;
    if (typeof origin !== 'number' || typeof at !== 'number' || typeof text !== 'string') return;
    if (!Array.isArray(seen)) return;
    this.#zero ??= origin;
    this.#looks.push({
      at: Math.max(0, origin - this.#zero + at),
      seen: this.#marks.filter((_, index) => seen[index] === true).map(({ label }) => label),
      text,
    });
  }

  /** Those of the time that the page was watched. */
  looks(watched: Milliseconds): PageLook[] {
    return this.#looks.filter(({ at }) => at <= watched).toSorted((a, b) => a.at - b.at);
  }
}
