import { describe, expect, it } from 'vitest';
import type { CulpritResult, RunResult } from '../../../../../src/core/result.gen.ts';
import { digest, timelineSubjects } from '../../../../../src/report/html/timeline/subjects.ts';
import { expectation, failingResult, passingResult, series, step } from '../../../../helpers/results.ts';

const CULPRIT: CulpritResult = {
  kind: 'named',
  about: 'latency',
  summary: 'slow-link explains it',
  edge: 'slow-link',
  considered: [],
};

function withEdges(): RunResult {
  const expectations = [
    expectation({ that: 'p95(shoppers) < 2s', verdict: 'fail', bound: 2000, culprit: CULPRIT }),
    expectation({ that: 'p95(dull-link) < 2s', verdict: 'fail', gate: 'warn', bound: 2000 }),
  ];
  const edges = ['idle-link', 'dull-link', 'slow-link'].map((name) => ({
    ...series(),
    subject: name,
    kind: 'edge' as const,
  }));
  const idle = { ...edges[0]!, n: edges[0]!.n.map(() => 0) };
  return passingResult({
    steps: [step({ name: 'a', start: 0, end: 60_000, expectations })],
    series: [idle, ...edges.slice(1), series()],
  });
}

describe('timelineSubjects', () => {
  it('puts what failed first, then the culprit, then what is only warned of, and leaves out an idle edge', () => {
    expect(timelineSubjects(withEdges()).map(({ name }) => name)).toEqual([
      'shoppers',
      'slow-link',
      'dull-link',
      'last-mile',
    ]);
  });

  it('keeps to the order of the result where nothing is wrong', () => {
    expect(timelineSubjects(passingResult()).map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'shoppers load',
      'last-mile unread',
    ]);
  });

  it('takes what is known of an edge that cannot be read from its windows, and leaves out an unused one', () => {
    const [, edge] = timelineSubjects(passingResult());
    expect(edge?.blocks).toMatchObject([
      { start: 2000, end: 15_000, connections: 12, up: 91_000, down: 2_450_000 },
      { start: 17_000, end: 45_000, connections: 31 },
      { start: 47_000, end: 60_000, connections: 12 },
    ]);
    const unused = passingResult({ steps: [step({ name: 'a', start: 0, end: 9000, edges: [] })] });
    expect(timelineSubjects(unused).map(({ name }) => name)).toEqual(['shoppers']);
  });

  it('takes it from its series where there is one', () => {
    const usage = [
      { edge: 'last-mile', t: [0, 1000], seconds: [1, 1], connections: [3, 0], up: [10, 0], down: [900, 20] },
    ];
    const [, edge] = timelineSubjects(passingResult({ usage }));
    expect(edge?.blocks).toEqual([
      { start: 0, end: 1000, connections: 3, up: 10, down: 900 },
      { start: 1000, end: 2000, connections: 0, up: 0, down: 20 },
    ]);
    expect(edge && digest(edge)).toBe('10 B up, 920 B down; its exchanges cannot be read');
  });
});

describe('digest', () => {
  it('says a whole run in a line', () => {
    const [passing] = timelineSubjects(passingResult());
    const [failing] = timelineSubjects(failingResult());
    expect(passing && digest(passing)).toMatch(/^2,838 exchanges, 100% succeeded, p95 up to 1\.\d+s$/);
    expect(failing && digest(failing)).toMatch(/, 99\.\d+% succeeded, p95 at times without an answer$/);
  });
});
