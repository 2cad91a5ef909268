import { formatRatio } from '../core/units/ratio.ts';
import type { SearchConclusion } from './conclude-search.ts';

/** A trial as a sentence about its search needs it. */
export interface StatedTrial {
  /** Which value of the space. */
  readonly at: number;
  readonly why: string;
}

export interface StatedSearch {
  /** As `last-mile.rtt`. */
  readonly vary: string;
  readonly confidence: number;
  /** A value of the space with its unit. */
  readonly textOf: (at: number) => string;
  readonly trials: readonly StatedTrial[];
  /** Whether the time was over before the search was. */
  readonly outOfTime: boolean;
}

/** What a search has found, in one sentence without a final period. */
export function stateAnswer(conclusion: SearchConclusion, stated: StatedSearch): string {
  const parts = [answerText(conclusion, stated), ...remarks(conclusion, stated)];
  return parts.join('; ');
}

function answerText({ answer, holds, fails }: SearchConclusion, stated: StatedSearch): string {
  const { vary, textOf, confidence } = stated;
  const [good, bad] = [holds, fails].map((at) => (at === undefined ? '' : textOf(at)));
  const sure = `${formatRatio(confidence)} sure`;
  switch (answer) {
    case 'found':
    case 'wide':
      return `the breaking point of ${vary} lies between ${good}, which holds, and ${bad}, which fails (${sure})`;
    case 'throughout':
      return `what is expected holds up to ${vary} ${good}, the worst value of the range: the breaking point lies beyond (${sure})`;
    case 'nowhere':
      return `what is expected fails at ${vary} ${bad} already, the best value of the range (${sure}): ${whyOf(stated, fails)}`;
    case 'not-monotone':
      return `there is no one breaking point: what is expected fails at ${vary} ${bad} and holds at ${good}, which is worse (${sure}): ${whyOf(stated, fails)}`;
    case 'open':
  }
  if (holds !== undefined) return `what is expected holds at ${vary} ${good}, and no value was found to fail`;
  return `no value of ${vary} was found to hold, and none to fail`;
}

function remarks(conclusion: SearchConclusion, stated: StatedSearch): string[] {
  const { answer, undecided, unchecked, checks } = conclusion;
  const [first] = undecided;
  const which = undecided.map((at) => stated.textOf(at)).join(', ');
  const isOpen = answer === 'wide' || answer === 'open';
  return [
    ...(isOpen && first !== undefined ? [`undecided at ${which}: ${whyOf(stated, first)}`] : []),
    ...(isOpen && stated.outOfTime ? ['the time of the step was over'] : []),
    ...(unchecked ? ['it was not checked whether worse values are worse'] : []),
    ...(checks > 0 && (answer === 'found' || answer === 'throughout' || answer === 'wide')
      ? [`${checks} ${checks === 1 ? 'value' : 'values'} further away agree`]
      : []),
  ];
}

function whyOf({ trials }: StatedSearch, at: number | undefined): string {
  return trials.find((trial) => trial.at === at)?.why ?? 'it was not tried';
}
