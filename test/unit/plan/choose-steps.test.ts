import { describe, expect, it } from 'vitest';

import { chooseSteps, type StepChoice } from '../../../src/plan/choose-steps.ts';
import { soundBut, soundPlan } from '../../helpers/planning.ts';

/** baseline, slow (compared with baseline), recovery (of slow), other (compared with itself), last (compared with other). */
const PLAN = soundPlan(
  `${soundBut()}  - name: recovery
    for: 20s
    expect:
      - recovery(shoppers) <= 5s
      - success(shoppers) >= 98%
  - name: other
    for: 10s
    expect:
      - p95(shoppers) <= 2x p50(shoppers)
  - name: last
    for: 10s
    expect:
      - p95(shoppers) <= 2x p95(shoppers)@other
`,
);

function chosen(choice: StepChoice): string {
  const steps = chooseSteps(PLAN, choice);
  if (steps.kind === 'unknown') return steps.diagnostics.map(({ message }) => message).join('; ');
  return steps.kept.map((index) => PLAN.steps[index]?.name).join(' ');
}

describe('the steps that are run', () => {
  it.each<[StepChoice, string]>([
    [{ only: ['baseline'] }, 'baseline'],
    [{ only: ['other'] }, 'other'],
    [{ only: ['slow'] }, 'baseline slow'],
    [{ only: ['last'] }, 'other last'],
    [{ only: ['recovery'] }, 'baseline slow recovery'],
    [{ only: ['last', 'baseline'] }, 'baseline other last'],
    [{ fromStep: 'other' }, 'other last'],
    [{ fromStep: 'recovery' }, 'baseline slow recovery other last'],
    [{ fromStep: 'baseline' }, 'baseline slow recovery other last'],
  ])('by %j are %s', (choice, names) => {
    expect(chosen(choice)).toBe(names);
  });

  it('are told from those that are left out', () => {
    expect(chooseSteps(PLAN, { only: ['slow'] })).toMatchObject({ leftOut: ['recovery', 'other', 'last'] });
  });

  it('are steps of the scenario', () => {
    expect(chosen({ only: ['slwo', 'last', 'x'] })).toBe(
      '`--only` names `slwo`, which is no step of the scenario; `--only` names `x`, which is no step of the scenario',
    );
    expect(chooseSteps(PLAN, { fromStep: 'slwo' })).toMatchObject({
      diagnostics: [{ code: 'unknown-step', hint: 'did you mean `slow`?' }],
    });
  });
});
