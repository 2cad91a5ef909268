import { describe, expect, it } from 'vitest';

import { runJson, runsTable, type SizedRun } from '../../../../src/cli/run-folders/runs-text.ts';

function run(changes: Partial<SizedRun>): SizedRun {
  return {
    id: '20261121T213000Z-cart-0a01',
    folder: 'runs/20261121T213000Z-cart-0a01',
    scenario: 'cart',
    status: 'pass',
    started: Date.UTC(2026, 10, 21, 21, 30),
    tags: [],
    leftOut: [],
    bytes: 4096,
    ...changes,
  };
}

describe('the table of runs', () => {
  it('takes no run of some of the steps for one of all', () => {
    expect(runsTable([run({})])).toMatch(/ pass +2026/);
    expect(runsTable([run({ leftOut: ['slow'] })])).toContain('pass, 1 step left out');
    expect(runsTable([run({ leftOut: ['slow', 'last'], status: 'fail', hold: 'needs-cleanup' })])).toContain(
      'fail, 2 steps left out, needs cleanup',
    );
    expect(runJson(run({ leftOut: ['slow'] }))).toMatchObject({ status: 'pass', leftOut: ['slow'] });
  });
});
