import { describe, expect, it } from 'vitest';
import type { Proof, RunResult, StepEdge } from '../../../../../src/core/result.gen.ts';
import { networkAnswerMarkup } from '../../../../../src/report/html/summary/network-answer.ts';
import { inconclusiveResult, impairedEdge, passingResult, step } from '../../../../helpers/results.ts';

function answer(result: RunResult): string {
  return (networkAnswerMarkup(result)?.text ?? '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function edge(outcome: Proof['outcome']): StepEdge {
  return { ...impairedEdge(), proof: { outcome, rows: [], reason: '' } };
}

describe('networkAnswerMarkup', () => {
  it.each([
    [['proved'], 'The network was as bad as asked: 1 of 1 impairment measured in force.'],
    [
      ['proved', 'read-back'],
      'The network was as bad as asked: 1 of 2 impairments measured in force, 1 read back, which no probe could measure.',
    ],
    [['read-back'], 'The network was set as asked: 1 read back, which no probe could measure.'],
    [[], 'No step impaired the network.'],
  ] as const)('of %j is: %s', (outcomes, text) => {
    const steps = [step({ name: 'x', start: 0, end: 1, edges: outcomes.map(edge) })];
    expect(answer(passingResult({ steps }))).toBe(text);
  });

  it('says where it was not, and why', () => {
    expect(answer(inconclusiveResult())).toMatch(
      /^The network was not as asked: edge last-mile in 3g: the link does not do what was requested/,
    );
  });

  it('says nothing of a run that ended before anything could be impaired', () => {
    const stopped = { at: 1, planned: 2, unfinished: [] };
    expect(
      networkAnswerMarkup(passingResult({ steps: passingResult().steps.slice(0, 1), stopped })),
    ).toBeUndefined();
    expect(networkAnswerMarkup(passingResult({ steps: [] }))).toBeUndefined();
  });
});
