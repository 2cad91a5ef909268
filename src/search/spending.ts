/** What may go wrong in a whole search, and among how much of it that is shared. */
export interface ErrorBudget {
  /** Of the interval that the search states, between 0 and 1. */
  readonly confidence: number;
  /** The most trials that it may make. */
  readonly trials: number;
  /** How many expectations a value has to keep. */
  readonly expectations: number;
}

/** What a look may conclude of a value. */
export type Side = 'holds' | 'fails';

/**
 * The confidence of the intervals by which one look of one trial may conclude, the first look being 1, so that all wrong conclusions
 * of the search together have at most the chance `1 - confidence`: equal shares for the trials (Bonferroni), and 1 / (k (k + 1)) of
 * a trial's share for its k-th look, which sums to one however many there are. That is a spending function in the sense of Lan and
 * DeMets, Biometrika 70 (1983), 659-663, by the union bound and so without any assumption on how looks depend on each other.
 *
 * A value keeps all of its expectations or breaks one. Where it breaks one, only that one can wrongly be found to hold; where it
 * keeps all, each can wrongly be found to fail. So each side has the whole share of a trial, and only `fails` is split further.
 */
export function lookConfidence(budget: ErrorBudget, side: Side, look: number): number {
  const ofTrial = (1 - budget.confidence) / budget.trials;
  const ofLook = ofTrial / (look * (look + 1));
  const tail = side === 'holds' ? ofLook : ofLook / budget.expectations;
  return 1 - 2 * tail;
}
