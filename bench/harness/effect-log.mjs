/** What a driver writes down of its effects, as a run does it: each record is on the disk before the next step. */
export function effectLog(journal) {
  return {
    intend: (id, inverse) => journal.record({ kind: 'effect.intended', id, inverse }),
    done: (id) => journal.record({ kind: 'effect.done', id }),
    undone: (id) => journal.record({ kind: 'effect.undone', id }),
  };
}
