import type { Milliseconds } from '../../core/clock.ts';

interface Wait {
  readonly before: Milliseconds;
  remaining: number;
  readonly resolve: () => void;
}

/** What has left and has not ended. */
export class OpenExchanges<T extends { readonly due: Milliseconds }> {
  readonly #open = new Set<T>();
  readonly #waits = new Set<Wait>();

  get size(): number {
    return this.#open.size;
  }

  add(exchange: T): void {
    this.#open.add(exchange);
  }

  delete(exchange: T): void {
    if (!this.#open.delete(exchange)) return;
    for (const wait of this.#waits) {
      if (exchange.due < wait.before && (wait.remaining -= 1) === 0) this.#end(wait);
    }
  }

  dueTimes(): Milliseconds[] {
    return Array.from(this.#open, ({ due }) => due);
  }

  /** Resolves when none that was due before `before` is open; to be asked when no more of these can be added. */
  async drained(before: Milliseconds): Promise<void> {
    const remaining = this.dueTimes().filter((due) => due < before).length;
    if (remaining === 0) return;
    await new Promise<void>((resolve) => {
      this.#waits.add({ before, remaining, resolve });
    });
  }

  /** Empties it, which ends every wait, and hands over what was open. */
  clear(): T[] {
    const open = [...this.#open];
    this.#open.clear();
    for (const wait of this.#waits) this.#end(wait);
    return open;
  }

  #end(wait: Wait): void {
    this.#waits.delete(wait);
    wait.resolve();
  }
}
