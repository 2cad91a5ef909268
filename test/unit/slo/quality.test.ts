import { describe, expect, it } from 'vitest';
import { Series } from '../../../src/metrics/series.ts';
import { Timeline } from '../../../src/metrics/timeline.ts';
import { generatorDoubts, iterationDoubts, openDoubts } from '../../../src/slo/quality.ts';
import { times, windowOf } from '../../helpers/slo-evidence.ts';

function doubtsAt(rate: number, lag: (index: number) => number): string[] {
  const series = new Series(new Timeline([{ name: 'step', start: 0, windowStart: 0, end: 100_000 }]));
  for (let index = 0; index < rate * 100; index += 1) {
    const due = index * (1000 / rate);
    series.add({
      due,
      sent: due + lag(index),
      end: due + lag(index) + 1,
      name: 'x',
      ok: true,
      answered: true,
    });
  }
  return generatorDoubts(series.window({ from: 0, to: 100_000 }));
}

describe('the generator is in doubt', () => {
  it('when it dropped more than one in a hundred arrivals', () => {
    expect(generatorDoubts(windowOf({ exchanges: times(990, { latency: 1 }), dropped: 10 }))).toEqual([]);
    expect(generatorDoubts(windowOf({ exchanges: times(989, { latency: 1 }), dropped: 11 }))).toEqual([
      'the generator dropped 11 of 1000 arrivals (1.1%)',
    ]);
    expect(generatorDoubts(windowOf({ dropped: 5 }))).toHaveLength(1);
  });

  it('when fewer requests came about than planned', () => {
    const window = windowOf({ exchanges: times(980, { latency: 1 }) });
    expect(generatorDoubts(window, { count: 985, random: false })).toEqual([]);
    expect(generatorDoubts(window, { count: 1000, random: false })).toEqual([
      'only 980 of 1000 planned requests came about',
    ]);
    expect(generatorDoubts(window, { count: 1000, random: true })).toEqual([]);
    expect(generatorDoubts(window, { count: 1100, random: true })).toHaveLength(1);
  });

  it('when more than one in a hundred requests left later than 50 ms', () => {
    expect(doubtsAt(20, (index) => (index % 200 === 0 ? 500 : 1))).toEqual([]);
    expect(doubtsAt(20, (index) => (index % 50 === 0 ? 80 : 1))).toEqual([
      'the generator sent late: p99 of its own lag is 80ms, more than 50ms',
    ]);
  });

  it('only by more than a tenth of the interval where arrivals are rare', () => {
    expect(doubtsAt(1, () => 90)).toEqual([]);
    expect(doubtsAt(1, () => 120)).toHaveLength(1);
  });

  it('not for an edge, which promised nothing, nor without anything due', () => {
    expect(generatorDoubts(windowOf({ exchanges: times(10, { latency: 9000 }) }))).toEqual([]);
    expect(generatorDoubts(windowOf({}))).toEqual([]);
  });
});

describe('a load from k6 is in doubt', () => {
  it('where more than one iteration in a hundred was dropped', () => {
    expect(iterationDoubts(99, 1)).toEqual([]);
    expect(iterationDoubts(0, 0)).toEqual([]);
    expect(iterationDoubts(98, 2)).toEqual(['k6 dropped 2 of 100 iterations (2%)']);
  });

  it('where requests are open that may be among what is judged', () => {
    expect(openDoubts(0)).toEqual([]);
    expect(openDoubts(3)).toEqual(['3 requests were still open, and may be among what is judged']);
  });
});
