import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { concludeSearch } from '../../../src/search/conclude-search.ts';
import { mostTrials, nextTrial, type TrialOutcome, type TriedValue } from '../../../src/search/next-trial.ts';
import { layOutSpace, sizeOf, type SearchSpace } from '../../../src/search/space.ts';

function spaceOf(size: number, gate?: number): SearchSpace {
  return {
    values: Array.from({ length: size }, (_, index) => index),
    ...(gate !== undefined && { gate }),
  };
}

function run(space: SearchSpace, judge: (at: number) => TrialOutcome): TriedValue[] {
  const tried: TriedValue[] = [];
  for (;;) {
    const next = nextTrial(space, tried);
    if (next === undefined) return tried;
    tried.push({ ...next, outcome: judge(next.at) });
    if (tried.length > 1000) throw new Error('no end');
  }
}

const sizes = fc.integer({ min: 2, max: 3000 });

describe('nextTrial', () => {
  it('finds any threshold among any values, within the trials that were planned', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.option(fc.nat(), { nil: undefined }), (size, draw, gateDraw) => {
        const threshold = draw % (size - 1);
        const gate = gateDraw === undefined ? undefined : gateDraw % size;
        const space = spaceOf(size, gate);
        const tried = run(space, (at) => (at <= threshold ? 'holds' : 'fails'));
        expect(tried.length).toBeLessThanOrEqual(mostTrials(space));
        const conclusion = concludeSearch(space, tried);
        expect(conclusion).toMatchObject({ answer: 'found', holds: threshold, fails: threshold + 1 });
        expect(conclusion.unchecked).toBe(false);
        expect(conclusion.verdict).toBe(gate === undefined || gate <= threshold ? 'pass' : 'fail');
      }),
    );
  });

  it('never tries a value twice and ends, whatever the trials say', () => {
    const outcome = fc.constantFrom<TrialOutcome>('holds', 'fails', 'undecided');
    fc.assert(
      fc.property(sizes, fc.infiniteStream(outcome), (size, outcomes) => {
        const space = spaceOf(size);
        const tried = run(space, () => outcomes.next().value);
        expect(new Set(tried.map(({ at }) => at)).size).toBe(tried.length);
        expect(tried.length).toBeLessThanOrEqual(mostTrials(space));
        for (const { at } of tried) expect(space.values[at]).toBeDefined();
      }),
    );
  });

  it('goes around what stays undecided, and says how wide that makes it', () => {
    const space = spaceOf(65);
    const tried = run(space, (at) => (at < 31 ? 'holds' : at > 33 ? 'fails' : 'undecided'));
    const conclusion = concludeSearch(space, tried);
    expect(conclusion).toMatchObject({ answer: 'wide', verdict: 'inconclusive' });
    expect(conclusion.undecided).toContain(32);
    expect(conclusion.holds).toBeLessThan(32);
    expect(conclusion.fails).toBeGreaterThan(32);
  });

  it('fails a gate by a better value that fails, although the gate itself holds', () => {
    const space = spaceOf(65, 40);
    const tried = run(space, (at) => ((at > 10 && at < 30) || at > 50 ? 'fails' : 'holds'));
    expect(concludeSearch(space, tried)).toMatchObject({ answer: 'not-monotone', verdict: 'fail' });
  });

  it('passes nothing that could be checked and was not', () => {
    const space = spaceOf(65);
    const tried = run(space, (at) => (at <= 20 ? 'holds' : 'fails')).filter(
      ({ purpose }) => purpose !== 'check',
    );
    expect(concludeSearch(space, tried)).toMatchObject({
      answer: 'found',
      unchecked: true,
      verdict: 'inconclusive',
    });
  });
});

describe('layOutSpace', () => {
  it.each([
    [{ from: 0, to: 100, precision: 30 }, [0, 30, 60, 90, 100]],
    [{ from: 0, to: 0.03, precision: 0.01 }, [0, 0.01, 0.02, 0.03]],
    [{ from: 100, to: 50, precision: 25 }, [100, 75, 50]],
    [{ from: 100, to: 50, precision: 25, gate: 60 }, [100, 75, 60, 50]],
  ])('%j becomes %j', (range, values) => {
    expect(layOutSpace(range).values).toEqual(values);
    expect(sizeOf(range)).toBe(values.length - ('gate' in range ? 1 : 0));
  });
});
