import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { SquallError } from '../../../src/core/errors.ts';
import { EXIT_CODES } from '../../../src/core/exit-code.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { createFakeDriver } from '../../helpers/fake-driver.ts';
import { leftoversOf } from '../../helpers/leftovers.ts';
import { becomesTrue, fixtureCommand } from '../../helpers/processes.ts';
import { quickScenario, quickStep, runText, startShop } from '../../helpers/runs.ts';

const SEED = 20_261_121;
const MOMENTS = 8;
/** A little more than the whole run takes. */
const LATEST = 3_000;

const SLEEPS = `"${process.execPath}", -e, "setTimeout(() => {}, 5000)"`;

const TEXT = `version: 1
name: interrupted
confidence: none
services:
  shop:
    start: { command: ${JSON.stringify(fixtureCommand('serves-with-offspring.mjs'))}, env: { PORT: "\${port}" } }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers:
    through: last-mile
    rate: 100/s
    requests:
      - { get: /, name: home }
steps:
${quickStep('baseline')}      - { run: [${SLEEPS}], name: sleeps }
${quickStep('slow', 'impair: { last-mile: { rtt: 200ms } }')}`;

function interrupted(): SquallError {
  return new SquallError('interrupted', 'interrupted by SIGINT', { exitCode: EXIT_CODES.sigint });
}

/** Whether anybody accepts connections there. */
async function isListening(address: string): Promise<boolean> {
  const socket = connect(Number(address.split(':').at(-1)), '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Sockets, servers and processes that keep this process alive. */
function openHandles(): string[] {
  const ours = ['TCPSocketWrap', 'TCPServerWrap', 'UDPWrap', 'ProcessWrap', 'TCPConnectWrap'];
  return process.getActiveResourcesInfo().filter((name) => ours.includes(name));
}

const random = seededRandom(SEED);
const moments = Array.from({ length: MOMENTS }, () => Math.round(random() * LATEST));

describe('an interruption', () => {
  it.each(moments)('after %i ms leaves nothing behind', async (moment) => {
    const before = openHandles();
    const controller = new AbortController();
    const run = runText(TEXT, { signal: controller.signal });
    const interrupting = systemClock.sleep(moment).then(() => controller.abort(interrupted()));
    const { result, folder, events } = await run;
    await interrupting;
    expect(result).toMatchObject({
      verdict: 'error',
      exitCode: 130,
      interrupted: 'SIGINT',
      undo: { ok: true },
      errors: [{ code: 'interrupted' }],
    });
    expect(leftoversOf(folder)).toEqual([]);
    const addresses = events.flatMap((event) => (event.kind === 'link.installed' ? event.addresses : []));
    for (const address of addresses) expect(await isListening(address)).toBe(false);
    expect(await becomesTrue(() => openHandles().length <= before.length, 2_000)).toBe(true);
  });

  it('before the run starts nothing at all', async () => {
    const run = await runText(TEXT, { signal: AbortSignal.abort(interrupted()) });
    expect(run.result).toMatchObject({ exitCode: 130, steps: [] });
    expect(run.events.map(({ kind }) => kind)).toEqual(['run.started', 'undo.started', 'run.ended']);
    expect(run.journal.map(({ kind }) => kind)).toEqual(['run.started', 'run.ended']);
  });

  it('ends a command that ignores SIGTERM before the run ends', async () => {
    const controller = new AbortController();
    const command = JSON.stringify(fixtureCommand('ignores-sigterm.mjs'));
    // Beside one that ends at once, so that neither stands for the other.
    const text = TEXT.replace(
      'name: sleeps }',
      `name: sleeps }\n      - { run: ${command}, name: stubborn }`,
    );
    const run = await runText(text, {
      signal: controller.signal,
      onEvent: ({ kind }) => {
        if (kind !== 'window.opened') return;
        // Time for it to say that it ignores the signal.
        void systemClock.sleep(400).then(() => controller.abort(interrupted()));
      },
    });
    expect(run.result).toMatchObject({ exitCode: 130, undo: { ok: true } });
    expect(leftoversOf(run.folder)).toEqual([]);
  });

  it('does not wait for a driver that hangs', async () => {
    const shop = await startShop();
    const controller = new AbortController();
    const begin = systemClock.now();
    const { result } = await runText(quickScenario({ shop }), {
      signal: controller.signal,
      driver: createFakeDriver({ address: shop, lies: { observe: () => new Promise(() => {}) } }),
      onEvent: ({ kind }) => {
        if (kind === 'step.started') void systemClock.sleep(700).then(() => controller.abort(interrupted()));
      },
    });
    expect(result).toMatchObject({ exitCode: 130, undo: { ok: true } });
    expect(systemClock.now() - begin).toBeLessThan(20_000);
  });

  it('of SIGTERM has an exit code of its own', async () => {
    const signal = AbortSignal.abort(
      new SquallError('interrupted', 'interrupted by SIGTERM', { exitCode: EXIT_CODES.sigterm }),
    );
    expect((await runText(TEXT, { signal })).result).toMatchObject({ exitCode: 143, interrupted: 'SIGTERM' });
  });
});
