import { reasonOf, SquallError } from '../../core/errors.ts';
import type { CleanupFailure } from '../../core/cleanup-stack.ts';
import { inverseLabel, type NetworkInverse } from '../../exec/network/inverse.ts';

/** Where it is written down how to undo an effect; each call resolves when that is on the disk. */
export interface EffectLog {
  /** Before the effect. `id` is unique in the run. */
  intend(id: string, inverse: NetworkInverse): Promise<void>;
  done(id: string): Promise<void>;
  undone(id: string): Promise<void>;
}

/** Takes back one effect, verified; `done` says whether it is known to have taken place. */
export type Undo = (inverse: NetworkInverse, done: boolean) => Promise<void>;

interface Effect {
  readonly id: string;
  readonly inverse: NetworkInverse;
  done: boolean;
}

/** What was done to one interface, in order, each written down first. */
export class Effects {
  readonly #log: EffectLog;
  readonly #undo: Undo;
  readonly #nextId: () => string;
  #effects: Effect[] = [];

  constructor(log: EffectLog, undo: Undo, nextId: () => string) {
    this.#log = log;
    this.#undo = undo;
    this.#nextId = nextId;
  }

  async perform(inverse: NetworkInverse, effect: () => Promise<void>): Promise<void> {
    const id = this.#nextId();
    await this.#log.intend(id, inverse);
    const performed: Effect = { id, inverse, done: false };
    this.#effects.push(performed);
    await effect();
    performed.done = true;
    await this.#log.done(id);
  }

  /** Newest first; what fails stays, so that it can be tried again, and so does what it rests on. */
  async revert(): Promise<CleanupFailure | undefined> {
    for (let effect = this.#effects.at(-1); effect !== undefined; effect = this.#effects.at(-1)) {
      try {
        await this.#undo(effect.inverse, effect.done);
        await this.#log.undone(effect.id);
      } catch (error) {
        const hint = error instanceof SquallError && error.hint !== undefined ? ` (${error.hint})` : '';
        return { what: inverseLabel(effect.inverse), reason: `${reasonOf(error)}${hint}` };
      }
      // By identity: a second call may be under way.
      this.#effects = this.#effects.filter((other) => other !== effect);
    }
    return undefined;
  }
}
