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
});
