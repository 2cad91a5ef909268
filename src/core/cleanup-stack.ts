import { reasonOf } from './errors.ts';

export interface CleanupFailure {
  readonly what: string;
  readonly reason: string;
}

/** What was done, newest first: every undo is tried, whatever the others do, and failures are collected. */
export class CleanupStack {
  #undos: { readonly what: string; readonly undo: () => Promise<void> | void }[] = [];

  /** Registers the inverse of an effect, to be called before the effect itself. */
  push(what: string, undo: () => Promise<void> | void): void {
    this.#undos.push({ what, undo });
  }

  async unwind(): Promise<CleanupFailure[]> {
    const failures: CleanupFailure[] = [];
    for (let entry = this.#undos.pop(); entry !== undefined; entry = this.#undos.pop()) {
      try {
        await entry.undo();
      } catch (error) {
        failures.push({ what: entry.what, reason: reasonOf(error) });
      }
    }
    return failures;
  }
}
