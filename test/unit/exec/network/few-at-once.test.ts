import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fewAtOnce } from '../../../../src/exec/network/few-at-once.ts';
import type { RunTool } from '../../../../src/exec/network/run-tool.ts';

/** A tool that ends after so many turns as its argument says; 13 is bad luck. */
function fakeTool(): { readonly run: RunTool; readonly most: () => number } {
  let running = 0;
  let most = 0;
  const run: RunTool = async ([, turns = '0']) => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < Number(turns); turn += 1) await Promise.resolve();
    running -= 1;
    if (turns === '13') throw new Error('bad luck');
    return { exitCode: 0, stdout: turns, stderr: '' };
  };
  return { run, most: () => most };
}

describe('fewAtOnce', () => {
  it('runs all, as many side by side as it may and no more, whatever becomes of each', async () => {
    const turns = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(turns, fc.integer({ min: 1, max: 10 }), async (all, most) => {
        const tool = fakeTool();
        const run = fewAtOnce(tool.run, most);
        const outcomes = await Promise.allSettled(all.map((each) => run(['tc', String(each)])));
        expect(
          outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.stdout : '13')),
        ).toEqual(all.map(String));
        expect(tool.most()).toBe(Math.min(most, all.length));
        await expect(run(['tc', '1'])).resolves.toMatchObject({ stdout: '1' });
      }),
    );
  });
});
