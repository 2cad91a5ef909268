import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import { reasonOf, SquallError } from '../../../../src/core/errors.ts';
import { askControl } from '../../../../src/engine/control/ask-control.ts';
import { askTraffic } from '../../../../src/engine/live/ask-run.ts';
import { chooseRun, findLiveRuns, type LiveRun } from '../../../../src/engine/live/find-runs.ts';
import { temporaryFolder } from '../../../helpers/processes.ts';
import { quickScenario, quickStep, runText, startShop, type FinishedRun } from '../../../helpers/runs.ts';

interface Asked<T> {
  readonly run: FinishedRun;
  readonly answers: readonly T[];
}

/** Runs the text, and asks each time that an event of this kind is told. */
async function asking<T>(
  text: string,
  kind: string,
  ask: (out: string) => Promise<T>,
  { out = temporaryFolder(), signal }: { readonly out?: string; readonly signal?: AbortSignal } = {},
): Promise<Asked<T>> {
  const asked: Promise<T>[] = [];
  const run = await runText(text, {
    out,
    ...(signal !== undefined && { signal }),
    onEvent: (event) => {
      if (event.kind === kind) asked.push(ask(out));
    },
  });
  return { run, answers: await Promise.all(asked) };
}

async function liveRuns(out: string): Promise<LiveRun[]> {
  return await findLiveRuns({ out, clock: systemClock, signal: new AbortController().signal });
}

describe('a run in progress', () => {
  it('says on a socket for its owner where it is and what is in force', async () => {
    const text = quickScenario({ shop: await startShop() });
    const { run, answers } = await asking(text, 'window.opened', async (out) => {
      const [live] = await liveRuns(out);
      return { live, mode: statSync(join(live!.folder, 'control.sock')).mode & 0o777 };
    });
    expect(answers.map(({ mode }) => mode)).toEqual([0o600, 0o600]);
    expect(answers.map(({ live }) => live?.state.step)).toEqual([
      { name: 'baseline', label: 'clear', left: expect.any(Number) },
      { name: 'slow', label: 'RTT 20ms', left: expect.any(Number) },
    ]);
    const second = answers[1]?.live?.state;
    expect(second).toMatchObject({ run: run.result.run.id, scenario: 'quick' });
    expect(second!.left).toBeLessThanOrEqual(500);
    expect(second!.edges).toEqual([
      {
        name: 'last-mile',
        from: 'shoppers',
        to: ['shop'],
        protocol: 'http',
        driver: 'proxy',
        label: 'RTT 20ms',
        requests: { n: expect.any(Number), ok: expect.any(Number) },
        open: expect.any(Number),
        bytes: { up: expect.any(Number), down: expect.any(Number) },
      },
    ]);
    expect(second!.edges[0]!.requests!.n).toBeGreaterThan(10);
    expect(second!.edges[0]!.bytes!.down).toBeGreaterThan(1000);
    expect(existsSync(join(run.folder, 'control.sock'))).toBe(false);
  });

  it('answers while it is set up', async () => {
    const text = quickScenario({ shop: await startShop(), steps: quickStep('only') });
    const { answers } = await asking(text, 'run.started', async (out) => {
      for (let tries = 0; tries < 100; tries += 1) {
        const found = await liveRuns(out);
        if (found.length > 0) return found;
        await systemClock.sleep(5);
      }
      return [];
    });
    expect(answers.flat().map(({ state }) => [state.step, state.left, state.edges[0]?.label])).toEqual([
      [undefined, 1000, 'clear'],
    ]);
  });

  it('is not held up by half a question when it is interrupted', async () => {
    const stop = new AbortController();
    let asked = Infinity;
    const text = quickScenario({ shop: await startShop(), steps: quickStep('only').replace('1s', '30s') });
    const { run } = await asking(
      text,
      'window.opened',
      async (out) => {
        const [live] = await liveRuns(out);
        const half = connect(join(live!.folder, 'control.sock')).on('error', () => {});
        half.write('POST /traffic HTTP/1.1\r\ncontent-length: 100\r\n\r\n{');
        await systemClock.sleep(50);
        asked = systemClock.now();
        stop.abort(new SquallError('interrupted', 'enough', { exitCode: 130 }));
      },
      { signal: stop.signal },
    );
    expect(systemClock.now() - asked).toBeLessThan(5000);
    expect(run.result.exitCode).toBe(130);
    expect(run.result.undo.ok).toBe(true);
    expect(existsSync(join(run.folder, 'control.sock'))).toBe(false);
  });

  it('is found below a folder whose path no address of a socket holds', async () => {
    const out = join(temporaryFolder(), 'deep'.repeat(30), 'deeper'.repeat(20));
    mkdirSync(out, { recursive: true });
    const text = quickScenario({ shop: await startShop(), steps: quickStep('only') });
    const { answers } = await asking(text, 'window.opened', liveRuns, { out });
    expect(answers.flat()).toHaveLength(1);
  });
});

describe('a run whose folder cannot hold a socket', () => {
  it('says so and goes on', async () => {
    const out = temporaryFolder();
    const text = quickScenario({ shop: await startShop(), steps: quickStep('only') });
    const run = await runText(text, {
      out,
      onEvent: (event) => {
        if (event.kind === 'run.started') mkdirSync(join(event.folder, 'control.sock'));
      },
    });
    expect(run.result.steps).toHaveLength(1);
    expect(run.result.undo.ok).toBe(true);
    expect(run.result.notices).toEqual([
      expect.stringMatching(/^this run cannot be asked while it is under way: .*control\.sock/),
    ]);
  });
});

describe('the traffic of a run in progress', () => {
  it('is what its edges have carried in the last seconds, read when it is asked', async () => {
    const text = quickScenario({
      shop: await startShop(),
      steps: quickStep('baseline').replace('1s', '3s') + quickStep('second'),
    });
    const { answers } = await asking(text, 'window.opened', async (out) => {
      const [live] = await liveRuns(out);
      const options = { clock: systemClock, signal: new AbortController().signal };
      return await Promise.all(
        [60_000, 1000].map(async (window) => await askTraffic(live!, window, options)),
      );
    });
    const [all, last] = answers[1]!;
    expect(all!.seconds).toBeGreaterThanOrEqual(3.5);
    expect(last!.seconds).toBeLessThanOrEqual(1);
    const { edge, from, to, cell } = all!.traffic[0]!;
    expect([edge, from, to]).toEqual(['last-mile', 'shoppers', 'shop']);
    expect(cell.n).toBeGreaterThan(200);
    expect(last!.traffic[0]!.cell.n).toBeLessThan(cell.n / 2);
  });

  it('is refused to who asks anything else', async () => {
    const text = quickScenario({ shop: await startShop(), steps: quickStep('only') });
    const { answers } = await asking(text, 'window.opened', async (out) => {
      const [live] = await liveRuns(out);
      const asked = { clock: systemClock, signal: new AbortController().signal, within: 5000 };
      return await askControl(live!.folder, 'POST /traffic', { seconds: '1' }, asked).catch(reasonOf);
    });
    expect(answers).toEqual(['expected { seconds }']);
  });

  it('cannot be had once the run has ended', async () => {
    const text = quickScenario({ shop: await startShop(), steps: quickStep('only') });
    const { answers } = await asking(text, 'window.opened', liveRuns);
    const options = { clock: systemClock, signal: new AbortController().signal };
    await expect(askTraffic(answers[0]![0]!, 1000, options)).rejects.toMatchObject({
      code: 'run-ended',
      hint: expect.stringContaining('--run'),
    });
  });
});

describe('a run that is over', () => {
  it('is what is meant when none is in progress, once its result is there', async () => {
    const text = quickScenario({ shop: await startShop(), steps: quickStep('only') });
    const out = temporaryFolder();
    const { folder } = await runText(text, { out });
    const options = { out, clock: systemClock, signal: new AbortController().signal };
    await expect(chooseRun(undefined, options)).rejects.toMatchObject({ code: 'run-not-found', exitCode: 2 });
    writeFileSync(join(folder, 'result.json'), '{}');
    expect(await chooseRun(undefined, options)).toEqual({ kind: 'ended', folder });
  });
});
