import { describe, expect, it } from 'vitest';

import type { SearchConclusion } from '../../../src/search/conclude-search.ts';
import { stateAnswer } from '../../../src/search/state-answer.ts';

function stated(conclusion: Partial<SearchConclusion>, outOfTime = false): string {
  const nothing = {
    answer: 'open',
    verdict: 'inconclusive',
    undecided: [],
    checks: 0,
    unchecked: false,
  } as const;
  return stateAnswer(
    { ...nothing, ...conclusion },
    {
      vary: 'last-mile.rtt',
      confidence: 0.95,
      textOf: (at) => `${at * 50}ms`,
      trials: [0, 8, 12, 16].map((at) => ({ at, why: `reason of ${at * 50}ms` })),
      outOfTime,
    },
  );
}

describe('what a search says', () => {
  it.each([
    [
      { answer: 'found', holds: 8, fails: 9, checks: 3 },
      'the breaking point of last-mile.rtt lies between 400ms, which holds, and 450ms, which fails (95% sure); 3 values further away agree',
    ],
    [
      { answer: 'wide', holds: 8, fails: 16, undecided: [12] },
      'the breaking point of last-mile.rtt lies between 400ms, which holds, and 800ms, which fails (95% sure); undecided at 600ms: reason of 600ms',
    ],
    [
      { answer: 'throughout', holds: 80, unchecked: true },
      'what is expected holds up to last-mile.rtt 4000ms, the worst value of the range: the breaking point lies beyond (95% sure); it was not checked whether worse values are worse',
    ],
    [
      { answer: 'nowhere', fails: 0 },
      'what is expected fails at last-mile.rtt 0ms already, the best value of the range (95% sure): reason of 0ms',
    ],
    [
      { answer: 'not-monotone', holds: 16, fails: 8 },
      'there is no one breaking point: what is expected fails at last-mile.rtt 400ms and holds at 800ms, which is worse (95% sure): reason of 400ms',
    ],
    [
      { answer: 'open', holds: 8, undecided: [] },
      'what is expected holds at last-mile.rtt 400ms, and no value was found to fail',
    ],
  ] as const)('of %j', (conclusion, text) => {
    expect(stated(conclusion)).toBe(text);
  });

  it('where its time was over', () => {
    expect(stated({ answer: 'open', undecided: [0] }, true)).toBe(
      'no value of last-mile.rtt was found to hold, and none to fail; undecided at 0ms: reason of 0ms; the time of the step was over',
    );
  });
});
