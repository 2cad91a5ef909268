import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { arrivalsIn } from '../../../src/plan/arrivals.ts';
import { planText, SOUND, soundPlan } from '../../helpers/planning.ts';

interface DrawnStep {
  readonly seconds: number;
  readonly settle: number | undefined;
  readonly rate: string | undefined;
  readonly impair: string | undefined;
}

const steps: fc.Arbitrary<DrawnStep[]> = fc.array(
  fc.record({
    seconds: fc.integer({ min: 3, max: 40 }),
    settle: fc.option(fc.integer({ min: 0, max: 2_900 }), { nil: undefined }),
    rate: fc.option(fc.constantFrom('off', '10/s', '{ from: 5/s, to: 50/s }'), { nil: undefined }),
    impair: fc.option(
      fc.constantFrom('wpt/3g', 'none', '{ rtt: 100ms, loss: 1% }', '{ delay: { down: 20ms } }'),
      {
        nil: undefined,
      },
    ),
  }),
  { minLength: 1, maxLength: 8 },
);

function scenarioOf(drawn: readonly DrawnStep[]): string {
  const written = drawn.map(({ seconds, settle, rate, impair }, index) =>
    [
      `  - name: step-${index}`,
      `    for: ${seconds}s`,
      ...(settle === undefined ? [] : [`    settle: ${settle}ms`]),
      ...(rate === undefined ? [] : [`    load: { shoppers: ${rate} }`]),
      ...(impair === undefined ? [] : [`    impair: { last-mile: ${impair} }`]),
    ].join('\n'),
  );
  return `${SOUND.slice(0, SOUND.indexOf('steps:'))}steps:\n${written.join('\n')}\n`;
}

describe('a plan', () => {
  it('is the same for the same text and seed', () => {
    expect(JSON.stringify(soundPlan(SOUND, 7))).toBe(JSON.stringify(soundPlan(SOUND, 7)));
  });

  it('differs in nothing but the seed where only that differs', () => {
    expect({ ...soundPlan(SOUND, 7), seed: 0 }).toEqual({ ...soundPlan(SOUND, 8), seed: 0 });
  });

  it('holds whatever the steps are: times, links and rates follow from the file', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (drawn, seed) => {
        const { plan, found } = planText(scenarioOf(drawn), seed);
        const isShort = drawn.some(({ seconds, settle, impair }) =>
          settle === undefined ? seconds * 1000 <= Math.max(2_000, impair === 'wpt/3g' ? 1_200 : 0) : false,
        );
        fc.pre(!isShort);
        expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
        if (plan === undefined) return;
        expect(plan.seed).toBe(seed);
        let end = 0;
        for (const [index, step] of plan.steps.entries()) {
          // Windows never overlap: each lies within its step, and steps lie end to end.
          expect(step.start).toBe(end);
          expect(step.windowStart).toBeGreaterThanOrEqual(step.start);
          expect(step.windowStart).toBeLessThan(step.end);
          expect(step.end - step.start).toBe((drawn[index]?.seconds ?? 0) * 1000);
          end = step.end;
          expect(step.links.map(({ edge }) => edge)).toEqual(plan.edges.map(({ name }) => name));
          const before = plan.steps[index - 1]?.links[0]?.impairment ?? { up: {}, down: {}, connection: {} };
          const [link] = step.links;
          expect(link?.changed).toBe(JSON.stringify(link?.impairment) !== JSON.stringify(before));
        }
        expect(plan.duration).toBe(end);
        for (const load of plan.loads.filter((candidate) => candidate.kind === 'arrivals')) {
          expect(load.segments.map((segment) => [segment.start, segment.end])).toEqual(
            plan.steps.map((step) => [step.start, step.end]),
          );
          const whole = arrivalsIn(load, 0, end);
          const parts = plan.steps.reduce((sum, step) => sum + arrivalsIn(load, step.start, step.end), 0);
          expect(parts).toBeCloseTo(whole, 6);
        }
      }),
      { seed: 20_261_121, numRuns: 100 },
    );
  });

  it('is not made of a text with an error, and every error is reported', () => {
    const text = SOUND.replace('through: last-mile', 'through: last-mle')
      .replace('success(shoppers)', 'success(shopers)')
      .replace('baseline + 2s', 'p95(shoppers)@later');
    const { plan, found } = planText(text);
    expect(plan).toBeUndefined();
    expect(found.map(({ code }) => code).toSorted()).toEqual([
      'unknown-edge',
      'unknown-step',
      'unknown-subject',
    ]);
  });
});
