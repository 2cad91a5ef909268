import { describe, expect, it } from 'vitest';

import {
  expectationOf,
  quickScenario,
  quickStep,
  runText,
  startShop,
  type FinishedRun,
} from '../../helpers/runs.ts';

async function runCommands(...commands: readonly string[]): Promise<FinishedRun> {
  const shop = await startShop();
  const lines = commands.map((command) => `      - ${command}\n`).join('');
  return await runText(quickScenario({ shop, steps: `${quickStep('only')}${lines}` }));
}

/** A command of the node that runs the tests. */
function node(program: string): string {
  return `run: ["${process.execPath}", -e, "${program}"]`;
}

describe('an expectation that is a command', () => {
  it('passes with exit code 0, fails with another, and is told by its last line', async () => {
    const run = await runCommands(
      `{ ${node("console.log('first'); console.log('all well')")}, name: good }`,
      `{ ${node("console.error('the cart is empty'); process.exit(3)")}, name: bad }`,
    );
    expect(expectationOf(run, 'only', 'good')).toMatchObject({
      kind: 'command',
      verdict: 'pass',
      reason: 'all well',
      observed: 'exited with code 0',
    });
    expect(expectationOf(run, 'only', 'bad')).toMatchObject({
      verdict: 'fail',
      reason: 'the cart is empty',
      observed: 'exited with code 3',
    });
    expect(run.result.exitCode).toBe(1);
  });

  it('fails when it takes too long', async () => {
    const run = await runCommands(`{ ${node('setInterval(() => {}, 1000)')}, name: endless, within: 300ms }`);
    expect(expectationOf(run, 'only', 'endless')).toMatchObject({
      verdict: 'fail',
      reason: 'it took longer than 300ms',
    });
    expect(run.result.exitCode).toBe(1);
  });

  it('is an error when there is no such program, and the other expectations are judged', async () => {
    const run = await runCommands('{ run: [no-such-program-anywhere], name: missing }');
    expect(expectationOf(run, 'only', 'missing')).toMatchObject({
      verdict: 'error',
      n: 0,
      reason: '`no-such-program-anywhere` was not found',
    });
    expect(expectationOf(run, 'only', 'success(shoppers) >= 90%').verdict).toBe('pass');
    expect(run.result).toMatchObject({ verdict: 'error', exitCode: 4 });
  });

  it('sees the network of its own step, although the next one is clear', async () => {
    const shop = await startShop();
    const program =
      'const t = performance.now(); await fetch(process.argv[1]); const ms = performance.now() - t; console.log(ms); process.exit(ms > 300 ? 0 : 1)';
    const slow = quickStep('slow', 'impair: { last-mile: { rtt: 300ms } }').replace('for: 1s', 'for: 3s');
    const steps = `${slow}      - { run: ["${process.execPath}", --input-type=module, -e, "${program}", "\${edges.last-mile.url}"], name: slow page }\n${quickStep('clear')}`;
    const run = await runText(quickScenario({ shop, steps }));
    expect(expectationOf(run, 'slow', 'slow page')).toMatchObject({
      verdict: 'pass',
      // Whoever reads a report must be able to run it by hand.
      that: expect.stringMatching(/ http:\/\/127\.0\.0\.1:\d+$/),
    });
  });

  it('is inconclusive when it passes only after its step', async () => {
    const run = await runCommands(`{ ${node('setTimeout(() => {}, 1500)')}, name: late }`);
    expect(expectationOf(run, 'only', 'late')).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/it ended .* after its step: make the step longer/),
    });
    expect(run.result.exitCode).toBe(6);
  });
});
