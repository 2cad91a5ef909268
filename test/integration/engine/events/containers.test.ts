import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import { connectDocker } from '../../../../src/drivers/docker/connect.ts';
import { parseEntry } from '../../../../src/journal/parse-entry.ts';
import { replayJournal } from '../../../../src/journal/replay.ts';
import { undoJournal } from '../../../../src/journal/undo.ts';
import type { FakeContainer } from '../../../helpers/containers.ts';
import { startFakeDocker, type FakeDocker } from '../../../helpers/fake-docker.ts';
import { quickScenario, quickStep, runText, startShop, type FinishedRun } from '../../../helpers/runs.ts';

const REDIS = 'a'.repeat(64);
const CARTS = 'b'.repeat(64);

function redis(): FakeContainer {
  return { id: REDIS, name: 'redis' };
}

async function run(docker: FakeDocker, ...events: readonly string[]): Promise<FinishedRun> {
  const shop = await startShop();
  const steps = quickStep('eventful', 'do:', ...events.map((event) => `  - ${event}`));
  return await runText(quickScenario({ shop, steps }), { engine: engineOf(docker) });
}

function engineOf({ socket }: FakeDocker): ReturnType<typeof connectDocker> {
  return connectDocker({ host: `unix://${socket}`, clock: systemClock });
}

function outcomesOf({ result }: FinishedRun): string[] {
  return (result.events ?? []).map(({ what, outcome, detail }) => `${what} ${outcome}: ${detail}`);
}

describe('events of a container that is none of the services', () => {
  it('are done by its engine, and what a signal has stopped goes on at the end', async () => {
    const docker = await startFakeDocker([redis()]);
    const ran = await run(
      docker,
      '{ at: 0s, restart: { container: redis } }',
      '{ at: 300ms, signal: { container: redis, name: SIGSTOP } }',
    );
    expect(outcomesOf(ran)).toEqual([
      expect.stringMatching(/^restart container `redis` done: running again after /),
      'SIGSTOP to container `redis` done: sent to process 1234 of redis',
    ]);
    expect(docker.told).toEqual([
      `POST /containers/${REDIS}/restart`,
      `POST /containers/${REDIS}/kill?signal=SIGSTOP`,
      `POST /containers/${REDIS}/kill?signal=SIGCONT`,
    ]);
    expect(ran.result.undo).toEqual({ ok: true, failures: [] });
    const journal = ran.journal.flatMap((line) => ('id' in line ? [`${line.kind} ${line.id}`] : []));
    const id = `signal to container ${REDIS.slice(0, 12)}`;
    expect(journal).toEqual([`effect.intended ${id}`, `effect.done ${id}`, `effect.undone ${id}`]);
  });

  it('end the run before anything is touched, where there is no such container', async () => {
    const ran = await run(await startFakeDocker([redis()]), '{ at: 0s, restart: { container: radis } }');
    expect(ran.result).toMatchObject({ exitCode: 3, errors: [{ code: 'no-such-container' }] });
    expect(ran.result.steps).toEqual([]);
  });

  it('fail where the engine refuses, and the step is an error', async () => {
    const docker = await startFakeDocker([redis()]);
    const failing = run(docker, '{ at: 500ms, restart: { container: redis } }');
    while (docker.asked.length === 0) await systemClock.sleep(20);
    docker.mood = 'fails';
    const ran = await failing;
    expect(outcomesOf(ran)).toEqual([expect.stringContaining('the storage driver is on fire')]);
    expect(ran.result).toMatchObject({ verdict: 'error', exitCode: 4 });
  });
});

describe('a service that is a container', () => {
  it('is restarted by its engine, and ready again before the event is done', async () => {
    const shop = await startShop();
    const docker = await startFakeDocker([
      {
        id: CARTS,
        name: 'carts',
        ports: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: String(shop.port) }] },
      },
    ]);
    const text = quickScenario({
      shop,
      steps: quickStep('restart', 'do:', '  - { at: 0s, restart: shop }'),
    }).replace(/shop: \{ url: .*/, 'shop: { container: carts, port: 8080 }');
    const ran = await runText(text, { engine: engineOf(docker) });
    expect(outcomesOf(ran)).toEqual([expect.stringMatching(/^restart shop done: running again after /)]);
    expect(docker.told).toEqual([`POST /containers/${CARTS}/restart`]);
  });
});

function entry(inverse: object): unknown {
  return parseEntry(JSON.stringify({ kind: 'effect.intended', id: 'x', inverse }));
}

describe('the journal of a run that was killed', () => {
  it('is enough to let a stopped container go on', async () => {
    const docker = await startFakeDocker([redis()]);
    const ran = await run(docker, '{ at: 0s, signal: { container: redis, name: SIGSTOP } }');
    const written = readFileSync(join(ran.folder, 'journal.jsonl'), 'utf8');
    const killed = written.replaceAll(/^.*effect\.undone.*\n/gm, '').replaceAll(/^.*run\.ended.*\n/gm, '');
    const before = docker.told.length;
    const report = await undoJournal(replayJournal(killed), {
      clock: systemClock,
      grace: 0,
      settle: 0,
      record: async () => {},
    });
    expect(report).toEqual({ undone: [`signal to container ${REDIS.slice(0, 12)}`], failures: [] });
    expect(docker.told.slice(before)).toEqual([`POST /containers/${REDIS}/kill?signal=SIGCONT`]);
  });

  it('says what could not go on, and takes a container that is gone for done', async () => {
    const docker = await startFakeDocker([redis()]);
    const undo = async (): Promise<unknown> => {
      const inverse = { kind: 'continue-container', socket: docker.socket, id: REDIS } as const;
      const pending = [{ id: 'signal', inverse, done: true }];
      const options = { clock: systemClock, grace: 0, settle: 0, record: async () => {} };
      return await undoJournal({ pending, problems: [] }, options);
    };
    docker.mood = 'fails';
    expect(await undo()).toMatchObject({
      undone: [],
      failures: [{ what: 'the stopped container aaaaaaaaaaaa' }],
    });
    docker.mood = 'fine';
    docker.removed.add(REDIS);
    expect(await undo()).toEqual({ undone: ['signal'], failures: [] });
  });

  it('never makes anything else be asked of a socket', () => {
    const good = { kind: 'continue-container', socket: '/run/docker.sock', id: REDIS };
    expect(entry(good)).toMatchObject({ inverse: good });
    expect(entry({ ...good, id: '../images' })).toContain('not an entry');
    expect(entry({ ...good, socket: 'docker.sock' })).toContain('not an entry');
  });
});
