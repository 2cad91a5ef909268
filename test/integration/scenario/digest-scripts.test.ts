import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { loadPlans } from '../../../src/cli/load-plans.ts';
import { sha256 } from '../../../src/core/sha256.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { soundBut, SOUND } from '../../helpers/planning.ts';
import { writeFiles } from '../../helpers/scenario-files.ts';

const ARRIVALS = SOUND.slice(SOUND.indexOf('    rate: 100/s'), SOUND.indexOf('steps:'));
const SCRIPTED = soundBut(
  [ARRIVALS, '    k6: { script: load/shop.js }\n'],
  ['impair: { last-mile: wpt/3g }', 'impair: { last-mile: { trace: { up: t.csv, down: t.csv } } }'],
);
const TRACE = 'at (s), delay (ms)\n0,10\n5,90\n';

async function planIn(folder: string): Promise<Plan> {
  const { plans, diagnostics } = await loadPlans(join(folder, 'main.yaml'), {});
  const [plan] = plans;
  if (plan === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return plan;
}

describe('a plan', () => {
  it('knows its k6 scripts and its traces by what they hold', async () => {
    const files = { 'main.yaml': SCRIPTED, 'load/shop.js': 'export default () => {};\n', 't.csv': TRACE };
    const { loads, steps } = await planIn(writeFiles(files));
    expect(loads).toMatchObject([{ script: 'load/shop.js', sha256: sha256(files['load/shop.js']) }]);
    expect(steps.map(({ links }) => links[0]!.traces)).toEqual([
      undefined,
      [{ name: 't.csv', sha256: sha256(TRACE) }],
    ]);
  });

  it('is made without the script as well, which only the run needs', async () => {
    const missing = await planIn(writeFiles({ 'main.yaml': SCRIPTED, 't.csv': TRACE }));
    expect(missing.loads[0]).not.toHaveProperty('sha256');
    const folder = writeFiles({ 'main.yaml': SCRIPTED, 't.csv': TRACE, 'load/other.js': '' });
    symlinkSync('.', join(folder, 'load', 'shop.js'));
    expect((await planIn(folder)).loads[0]).not.toHaveProperty('sha256');
  });
});
