import type { EffectLog } from '../drivers/tc/effects.ts';
import type { Journal } from '../journal/journal.ts';

/** Writes what a driver does to the network into the journal. */
export function journalEffects(journal: Pick<Journal, 'record'>): EffectLog {
  return {
    intend: async (id, inverse) => await journal.record({ kind: 'effect.intended', id, inverse }),
    done: async (id) => await journal.record({ kind: 'effect.done', id }),
    undone: async (id) => await journal.record({ kind: 'effect.undone', id }),
  };
}
