import { describe, expect, it } from 'vitest';

import { expectationOf, runText, type FinishedRun } from '../../helpers/runs.ts';
import { serve } from '../load/k6/running.ts';

/** Runs a load of Node's over one step of 1 s, with `ask` and `wait` at hand. */
async function runProgram(program: string, keys = ''): Promise<FinishedRun> {
  await using origin = await serve((_request, response) => response.end('cart'));
  const helpers = `
    const ask = async () => { await (await fetch(process.env.SQUALL_TARGET)).text(); };
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));`;
  const command = JSON.stringify([process.execPath, '--input-type=module', '--eval', helpers + program]);
  return await runText(`version: 1
name: visiting
services: { shop: { url: "http://127.0.0.1:${origin.port}" } }
edges: { last-mile: { from: visitors, to: shop } }
load:
  visitors: { through: last-mile, command: ${command.replaceAll('${', '$${')}${keys} }
steps:
  - name: only
    for: 3s
    settle: 100ms
    expect:
      - success(last-mile) >= 10%
`);
}

const NAME = 'load visitors';
const ASKING = 'while (true) { await ask(); await wait(50); }';

describe('a command as the load of a run', () => {
  it('is in the journal with its process', async () => {
    const { journal } = await runProgram(ASKING);
    expect(journal).toContainEqual(
      expect.objectContaining({
        kind: 'effect.done',
        id: 'load visitors',
        process: { pid: expect.any(Number), startTime: expect.any(String) },
      }),
    );
  });

  it('is waited for until its own time is over', async () => {
    const run = await runProgram(
      'const end = Date.now() + 4500; while (Date.now() < end) { await ask(); await wait(50); }',
      ', within: 10s',
    );
    expect(expectationOf(run, 'only', NAME)).toMatchObject({
      verdict: 'pass',
      observed: 'exited with code 0',
    });
  });

  it('may end before the steps do where it has a time of its own, with its exit code for a verdict', async () => {
    const run = await runProgram('await wait(700); await ask(); process.exitCode = 3;', ', within: 2s');
    expect(expectationOf(run, 'only', NAME)).toMatchObject({
      verdict: 'fail',
      observed: 'exited with code 3',
    });
    expect(run.result).toMatchObject({ exitCode: 1, errors: [] });
  });

  it('fails when it takes longer', async () => {
    const run = await runProgram(ASKING, ', within: 3s');
    expect(expectationOf(run, 'only', NAME)).toMatchObject({
      verdict: 'fail',
      reason: 'it took longer than 3s',
    });
  });
});
