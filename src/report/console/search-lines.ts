import type { RunEvent } from '../../core/events.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { formatMeasured } from '../figures.ts';
import type { Palette } from './palette.ts';

type TrialEnded = Extract<RunEvent, { kind: 'trial.ended' }>;

const OUTCOMES = {
  holds: { word: 'HOLDS', verdict: 'pass' },
  fails: { word: 'FAILS', verdict: 'fail' },
  undecided: { word: 'UNDECIDED', verdict: 'inconclusive' },
} as const;

/** `trial 3, last-mile.rtt 500ms: HOLDS after 5.4s, n=650: ...`. */
export function trialLine({ trial, value, outcome, n, took, why }: TrialEnded, palette: Palette): string {
  const { word, verdict } = OUTCOMES[outcome];
  return `trial ${trial}, ${value}: ${palette.verdict(verdict, word)} after ${formatMeasured(took)}, n=${n}: ${why}`;
}

/** The same in a few words, for a screen that keeps several. */
export function shortTrial({ trial, value, outcome, n, took }: TrialEnded): string {
  return `trial ${trial}, ${value}: ${OUTCOMES[outcome].word} after ${formatMeasured(took)}, n=${n}`;
}

/** What the searches of a run have found, where nothing else says it: what did not pass is among the problems. */
export function answersFound({ steps }: RunResult): string[] {
  return steps.flatMap(({ name, search, expectations }) => {
    const passed = expectations.some(({ kind, verdict }) => kind === 'search' && verdict === 'pass');
    return search === undefined || !passed ? [] : [`${name}: ${search.statement}`];
  });
}
