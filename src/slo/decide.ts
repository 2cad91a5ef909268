import type { VerdictName } from '../core/events.ts';
import type { Assumption } from './assumption.ts';
import type { Judgement } from './judge.ts';

/** Why the evidence does not carry a verdict. */
export type Doubt =
  /** The interval allows both. */
  | 'open'
  /** It fails, but would not if the missing samples had gone well. */
  | 'missing'
  /** It passes, but only with the exchanges that ended after the step. */
  | 'straddling'
  /** It passes, but would not if the dropped arrivals had gone badly. */
  | 'dropped';

export interface Decision {
  readonly verdict: Exclude<VerdictName, 'error'>;
  readonly doubt?: Doubt;
}

/**
 * Doubt only weakens a pass: that must also hold without the straddling exchanges and with every dropped arrival
 * counted against it. A fail stands when it fails with every missing sample granted.
 */
export function decide(judgeUnder: (assumption: Assumption) => Judgement): Decision {
  switch (judgeUnder('measured')) {
    case 'open':
      return { verdict: 'inconclusive', doubt: 'open' };
    case 'fail':
      return judgeUnder('granted') === 'fail'
        ? { verdict: 'fail' }
        : { verdict: 'inconclusive', doubt: 'missing' };
    case 'pass':
  }
  if (judgeUnder('without-straddling') !== 'pass') return { verdict: 'inconclusive', doubt: 'straddling' };
  if (judgeUnder('charged') !== 'pass') return { verdict: 'inconclusive', doubt: 'dropped' };
  return { verdict: 'pass' };
}
