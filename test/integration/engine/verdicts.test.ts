import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { earlierResult } from '../../helpers/earlier-result.ts';
import { createFakeDriver } from '../../helpers/fake-driver.ts';
import { expectationOf, quickScenario, quickStep, runText, startShop, stepOf } from '../../helpers/runs.ts';
import { soundPlan } from '../../helpers/planning.ts';
import { temporaryFolder } from '../../helpers/processes.ts';
import { subject } from '../../helpers/results.ts';

describe('the verdict of a run', () => {
  it('is fail for one false expectation, the others standing', async () => {
    const shop = await startShop();
    const steps = `${quickStep('baseline')}      - p95(shoppers) < 1us\n`;
    const run = await runText(quickScenario({ shop, steps }));
    expect(run.result).toMatchObject({ verdict: 'fail', exitCode: 1, errors: [] });
    expect(run.result.reasons).toContainEqual(expect.stringMatching(/^baseline: p95\(shoppers\) < 1us: /));
    expect(expectationOf(run, 'baseline', 'p95(shoppers) < 1us').verdict).toBe('fail');
    expect(expectationOf(run, 'baseline', 'success(shoppers) >= 90%').verdict).not.toBe('fail');
  });

  it('does not rest on a baseline that failed', async () => {
    const shop = await startShop((_request, response) => {
      response.statusCode = 503;
      response.end();
    });
    const steps = `${quickStep('baseline')}${quickStep('later').replace('success(shoppers) >= 90%', 'p50(shoppers) <= baseline + 5s')}`;
    const run = await runText(quickScenario({ shop, steps }));
    expect(stepOf(run, 'baseline').verdict).toBe('fail');
    expect(stepOf(run, 'later')).toMatchObject({
      verdict: 'inconclusive',
      reasons: [expect.stringContaining('step `baseline`, which its bound refers to, is itself `fail`')],
    });
    expect(run.result).toMatchObject({ verdict: 'fail', exitCode: 1 });
  });

  it('may rest on an earlier run, which the result names', async () => {
    const shop = await startShop();
    const steps = `${quickStep('only')}      - p95(shoppers) <= previous + 5%\n`;
    const text = quickScenario({ shop, steps });
    const histogram = { edges: [20_000], counts: [500], sum: 1e7, sumOfSquares: 2e11 };
    const result = earlierResult(soundPlan(text), [subject({ n: 500, ok: 500, failed: 0, histogram })]);
    const out = temporaryFolder();
    const folder = join(out, 'earlier');
    const run = await runText(text, { out, earlier: { kind: 'run', run: { result, folder } } });
    const against = expectationOf(run, 'only', 'p95(shoppers) <= previous + 5%');
    expect(against.verdict).not.toBe('fail');
    expect(against.expected).toBe(
      `<= previous + 5% (21.041s, 105% of previous, previous is ${result.run.id})`,
    );
    expect(run.result.against).toMatchObject({ run: result.run.id, folder: '../earlier' });
    expect(stepOf(run, 'only').rates).toEqual(result.steps[0]?.rates);
  });

  it('is inconclusive for a window with no samples', async () => {
    const shop = await startShop();
    const run = await runText(
      quickScenario({ shop, steps: `${quickStep('only')}      - success(side) >= 50%\n` }).replace(
        'edges:\n',
        'edges:\n  side: { from: shop, to: shop, listen: "127.0.0.1:0" }\n',
      ),
      { driver: createFakeDriver({ address: shop }) },
    );
    expect(expectationOf(run, 'only', 'success(side) >= 50%')).toMatchObject({
      verdict: 'inconclusive',
      n: 0,
      reason: expect.stringContaining('no samples in the window'),
    });
    expect(run.result.exitCode).toBe(6);
  });

  it('is inconclusive for an impaired edge whose load is off', async () => {
    const shop = await startShop();
    const quiet = quickStep('quiet', 'load: { shoppers: off }', 'impair: { last-mile: { rtt: 20ms } }');
    const steps = `${quickStep('baseline')}${quiet.slice(0, quiet.indexOf('    expect:'))}`;
    const run = await runText(quickScenario({ shop, steps }));
    expect(stepOf(run, 'quiet')).toMatchObject({
      verdict: 'inconclusive',
      reasons: expect.arrayContaining([
        'edge last-mile was impaired, and nothing used it in the window (edge-unused)',
      ]),
    });
    expect(run.result.exitCode).toBe(6);
  });

  it('is not touched by what is only warned of', async () => {
    const shop = await startShop();
    const steps = `${quickStep('baseline')}    warn:\n      - p95(shoppers) < 1us\n      - run: [node, -e, "process.exit(3)"]\n`;
    const run = await runText(quickScenario({ shop, steps }));
    expect(stepOf(run, 'baseline').expectations.map(({ gate, verdict }) => `${gate} ${verdict}`)).toEqual([
      'expect pass',
      'warn fail',
      'warn fail',
    ]);
    expect(stepOf(run, 'baseline').reasons).toEqual([]);
    expect(run.result).toMatchObject({ verdict: 'pass', exitCode: 0 });
  });

  it('comes early with `stop-on: fail`, and says so', async () => {
    const shop = await startShop();
    const failing = quickStep('first').replace('success(shoppers) >= 90%', 'p95(shoppers) < 1us');
    const steps = `${failing}${quickStep('second')}${quickStep('third')}`;
    const run = await runText(quickScenario({ shop, steps, more: 'stop-on: fail\n' }));
    expect(run.result).toMatchObject({ verdict: 'fail', exitCode: 1, errors: [], undo: { ok: true } });
    expect(run.result.reasons[0]).toBe('stopped after step `first` failed');
    expect(run.result.steps.map(({ name }) => name)).toEqual(['first']);
  });

  it('comes after all steps without it', async () => {
    const shop = await startShop();
    const failing = quickStep('first').replace('success(shoppers) >= 90%', 'p95(shoppers) < 1us');
    const run = await runText(quickScenario({ shop, steps: `${failing}${quickStep('second')}` }));
    expect(run.result.steps.map(({ verdict }) => verdict)).toEqual(['fail', 'pass']);
    expect(run.result.exitCode).toBe(1);
  });

  it('rests on recovery where that is expected', async () => {
    const shop = await startShop();
    const recovery = `  - name: recovery
    for: 6s
    settle: 300ms
    expect:
      - recovery(shoppers) <= 2s
      - success(shoppers) >= 90%
`;
    const steps = `${quickStep('tunnel', 'impair: { last-mile: { rtt: 20ms } }')}${recovery}`;
    const run = await runText(quickScenario({ shop, steps }));
    expect(expectationOf(run, 'recovery', 'recovery(shoppers) <= 2s').verdict).toBe('pass');
    const { end } = stepOf(run, 'tunnel');
    // What is expected beside it is judged from the time that the recovery may take on.
    expect(expectationOf(run, 'recovery', 'success(shoppers) >= 90%').window).toEqual({
      start: end + 2_000,
      end: end + 6_000,
    });
  });

  it('keeps the two loads of a population apart', async () => {
    const shop = await startShop();
    const text = quickScenario({ shop })
      .replace('edges:\n', 'edges:\n  fibre: { from: home, to: shop }\n')
      .replace(
        'load:\n',
        'load:\n  home:\n    through: fibre\n    rate: 50/s\n    requests:\n      - get: /\n',
      )
      .replaceAll(
        '      - success(shoppers) >= 90%\n',
        '      - success(shoppers) >= 90%\n      - success(home) >= 90%\n',
      )
      .replace('{ rtt: 20ms }', '{ rtt: 60ms }');
    const run = await runText(text);
    const slow = stepOf(run, 'slow');
    const p50 = (name: string): number => slow.subjects.find((one) => one.name === name)?.p50 ?? 0;
    expect(p50('shoppers')).toBeGreaterThan(59);
    expect(p50('home')).toBeLessThan(59);
    expect(slow.edges.map(({ edge, usage }) => [edge, usage.exchanges > 0])).toEqual([
      ['fibre', true],
      ['last-mile', true],
    ]);
  });
});
