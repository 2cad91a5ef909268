import { systemClock, type Milliseconds } from '../../core/clock.ts';
import { Interrupted } from '../signals.ts';

/** Why somebody who watches has seen enough. */
class Enough extends Error {
  override readonly name: string = 'Enough';
}

/** When to stop watching, before the run ends. */
export class WatchEnd {
  readonly #enough = new AbortController();
  /** Aborts when it has been enough, and when the command is to end. */
  readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.signal = AbortSignal.any([signal, this.#enough.signal]);
  }

  /** It is enough now. */
  now(): void {
    this.#enough.abort(new Enough('enough'));
  }

  after(time: Milliseconds): void {
    void systemClock.sleep(time, this.signal).then(
      () => this.now(),
      () => {},
    );
  }

  /**
   * Resolves to whether `watching` went on until the run had nothing more to tell. Ctrl-C is how somebody who watches ends it: no error.
   * @throws what `watching` throws for any other reason.
   */
  async isRunOver(watching: () => Promise<void>): Promise<boolean> {
    try {
      await watching();
      return !this.signal.aborted;
    } catch (error) {
      if (error instanceof Enough || isCtrlC(error)) return false;
      throw error;
    } finally {
      this.now();
    }
  }
}

function isCtrlC(error: unknown): boolean {
  return error instanceof Interrupted && error.by === 'SIGINT';
}
