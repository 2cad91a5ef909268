import { describe, expect, it } from 'vitest';
import { topologyMarkup } from '../../../../../src/report/html/topology/section.ts';
import { worstStep } from '../../../../../src/report/html/topology/shown-step.ts';
import {
  brokenResult,
  expectation,
  failingResult,
  impairedEdge,
  passingResult,
  step,
  subject,
} from '../../../../helpers/results.ts';

const CULPRIT = {
  kind: 'named',
  about: 'latency',
  summary: 'the culprit is `shoppers` -> `shop`',
  edge: 'last-mile',
  considered: [],
} as const;

describe('worstStep', () => {
  const clear = step({ name: 'clear', start: 0, end: 1 });
  const bad = step({ name: 'bad', start: 0, end: 1, edges: [impairedEdge()] });
  const slow = { ...bad, name: 'slow', subjects: [subject({ p95: 900 })] };
  const silent = { ...bad, name: 'silent', subjects: [subject({ p95: null })] };

  it.each([
    ['slow', [clear, bad, slow]],
    ['silent', [slow, silent, clear]],
    ['clear', [slow, { ...clear, verdict: 'fail' as const }]],
    [undefined, []],
  ])('is %s', (name, steps) => {
    expect(worstStep(steps)?.step.name).toBe(name);
  });
});

describe('topologyMarkup', () => {
  it('draws every load, edge and service, and marks what is impaired', () => {
    const { text } = topologyMarkup(failingResult());
    const [drawing = ''] = /<figure class="topology"[^]*?<\/figure>/.exec(text) ?? [];
    for (const name of ['>shoppers<', '>last-mile<', '>shop<', '>wpt/3g<']) expect(drawing).toContain(name);
    expect(drawing).toContain('stroke="#b97a00"');
    expect(text).toContain('href="#step-2"');
  });

  it('says in the drawing and in the table which edge is the culprit', () => {
    const passing = passingResult();
    const steps = passing.steps.map((one) =>
      one.name === '3g'
        ? {
            ...one,
            verdict: 'fail' as const,
            expectations: [expectation({ verdict: 'fail', culprit: CULPRIT })],
          }
        : one,
    );
    const { text } = topologyMarkup({ ...passing, steps });
    expect(text).toContain('last-mile, culprit');
    expect(text).toContain('the culprit</strong>');
    expect(topologyMarkup(passing).text).not.toContain('culprit');
  });

  it('marks a service that died, and needs no step', () => {
    expect(topologyMarkup({ ...brokenResult(), steps: [] }).text).toContain('>died<');
  });
});
