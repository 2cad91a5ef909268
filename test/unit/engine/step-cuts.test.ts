import { describe, expect, it } from 'vitest';
import { stepCuts } from '../../../src/engine/step-cuts.ts';
import { stepOf } from '../../helpers/measured-run.ts';
import { soundBut, soundPlan } from '../../helpers/planning.ts';

describe('the cuts of a step', () => {
  it('are where its checks begin to be judged; commands cut nothing', () => {
    const plan = soundPlan(
      soundBut([
        '- success(shoppers) >= 98%',
        '- recovery(shoppers) <= 4s\n      - success(shoppers) >= 95%\n      - { run: [node, check.js] }',
      ]),
    );
    expect(stepCuts(stepOf(plan, 'baseline'))).toEqual([2000, 4000]);
    expect(stepCuts({ ...stepOf(plan, 'baseline'), expectations: [] })).toEqual([]);
  });
});
