import { describe, expect, it } from 'vitest';

import { leftoversOf } from '../../../helpers/leftovers.ts';
import { fixtureCommand } from '../../../helpers/processes.ts';
import { quickScenario, quickStep, runText, startShop } from '../../../helpers/runs.ts';

/** What is asked for is a second; a machine with other things to do is given more. */
const GENEROUS = 3_000;

const SLOW = quickStep('slow', 'impair: { last-mile: { rtt: 20ms } }');
const STEPS = `${quickStep('baseline')}${SLOW}${quickStep('later')}`;

/** A shop that fails from a moment on. */
async function failingShop(after: number): Promise<{
  readonly shop: Awaited<ReturnType<typeof startShop>>;
  readonly firstFailure: () => number;
}> {
  let first: number | undefined;
  let begun: number | undefined;
  const shop = await startShop((_request, response) => {
    begun ??= performance.now();
    if (performance.now() - begun >= after) {
      first ??= performance.now();
      response.statusCode = 503;
    }
    response.end();
  });
  return { shop, firstFailure: () => first ?? Number.NaN };
}

describe('a guard', () => {
  it('stops the run when what it guards against begins, and leaves nothing', async () => {
    const { shop, firstFailure } = await failingShop(1_200);
    let undoing = Number.NaN;
    const guard = `abort-when:
  - that: errors(shoppers) > 20%
    over: 1s
    because: others use this shop too
`;
    const { result, folder, events, bug } = await runText(
      quickScenario({ shop, steps: STEPS.replace(SLOW, SLOW.replace('for: 1s', 'for: 30s')), more: guard }),
      {
        onEvent: ({ kind }) => {
          if (kind === 'undo.started') undoing = performance.now();
        },
      },
    );
    const took = undoing - firstFailure();
    process.stdout.write(`undone from ${Math.round(took)} ms after the first failure\n`);
    expect(took).toBeLessThan(GENEROUS);
    expect(bug).toBeUndefined();
    expect(result).toMatchObject({ verdict: 'fail', exitCode: 1, errors: [], undo: { ok: true } });
    expect(result.reasons[0]).toMatch(
      /^guard `errors\(shoppers\) > 20%` stopped the run after \d\.\ds: errors\(shoppers\) is [\d.]+% \(n=\d+\) in the last 1s, which is > 20%; failed: \d+ status 503; others use this shop too$/,
    );
    expect(result.stopped).toMatchObject({ planned: 3 });
    expect(result.steps.map(({ name }) => name)).not.toContain('later');
    expect(events.filter(({ kind }) => kind === 'undo.started')).toHaveLength(1);
    expect(leftoversOf(folder)).toEqual([]);
  });

  it('of an edge stops the run when answers do not come, and ends the services', async () => {
    const text = `version: 1
name: guarded
confidence: none
services:
  shop:
    start: { command: ${JSON.stringify(fixtureCommand('serves-with-offspring.mjs'))}, env: { PORT: "\${port}" } }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers: { through: last-mile, rate: 100/s, requests: [{ get: / }] }
abort-when:
  - { that: p50(last-mile) > 400ms, over: 1s, name: it hangs }
steps:
${quickStep('hung', 'impair: { last-mile: { delay: { down: 3s } } }').replace('for: 1s', 'for: 20s')}`;
    const { result, folder, journal } = await runText(text);
    expect(result).toMatchObject({ verdict: 'fail', exitCode: 1, undo: { ok: true } });
    expect(result.reasons[0]).toMatch(/^guard `it hangs` \(p50\(last-mile\) > 400ms\) stopped the run after/);
    const undone = journal.filter(({ kind }) => kind === 'effect.undone').length;
    expect(undone).toBe(journal.filter(({ kind }) => kind === 'effect.intended').length);
    expect(leftoversOf(folder)).toEqual([]);
  });

  it('that does not hold lets a run come to its end, however bad another subject is', async () => {
    const shop = await startShop((request, response) => {
      response.statusCode = request.url === '/cart' ? 503 : 200;
      response.end();
    });
    const guards = `abort-when:
  - errors(shoppers) > 90%
  - 'errors(shoppers{name=home}) > 0%'
  - p99(shoppers) > 10s
  - { that: rps(shoppers) < 1/s, over: 1s }
`;
    const text = quickScenario({ shop, steps: STEPS.replaceAll('>= 90%', '>= 30%'), more: guards });
    const { result } = await runText(
      text.replace(
        '- { get: /, name: home }',
        '- { get: /, name: home }\n      - { get: /cart, name: cart }',
      ),
    );
    expect(result.reasons.join('\n')).not.toContain('guard');
    expect(result.verdict).not.toBe('fail');
    expect(result.steps).toHaveLength(3);
    expect(result.stopped).toBeUndefined();
  });
});

describe('max-duration', () => {
  it('ends a run whose setting up takes too long, and undoes it', async () => {
    const text = `version: 1
name: endless
services:
  shop:
    start: { command: ["${process.execPath}", -e, "setTimeout(() => {}, 60000)"] }
    ready: { within: 50s }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers: { through: last-mile, rate: 100/s, requests: [{ get: / }] }
max-duration: 3500ms
steps:
  - { name: only, for: 3s, settle: 1s, expect: ["success(shoppers) >= 50%"] }
`;
    const begin = performance.now();
    const { result, folder } = await runText(text);
    expect(performance.now() - begin).toBeLessThan(20_000);
    expect(result).toMatchObject({
      verdict: 'error',
      exitCode: 4,
      errors: [{ code: 'max-duration' }],
      undo: { ok: true },
    });
    expect(result.reasons[0]).toBe('the run was not over after 3.5s, its `max-duration`');
    expect(leftoversOf(folder)).toEqual([]);
  });

  it('lets a run be that is over before', async () => {
    const shop = await startShop();
    const { result } = await runText(
      quickScenario({ shop, steps: quickStep('only'), more: 'max-duration: 10m\n' }),
    );
    expect(result).toMatchObject({ errors: [], steps: [{ name: 'only' }] });
    expect(result.stopped).toBeUndefined();
  });
});
