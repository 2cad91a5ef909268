import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';
import { request } from 'undici';

import { systemClock } from '../../../src/core/clock.ts';
import { SquallError } from '../../../src/core/errors.ts';
import { createMasker } from '../../../src/core/mask.ts';
import { reservePorts } from '../../../src/engine/services/free-ports.ts';
import type { ServiceContext, ServiceSpec } from '../../../src/engine/services/launch-service.ts';
import { startService, type StartedService } from '../../../src/engine/services/start-service.ts';
import { findMarked, RUN_MARKER } from '../../../src/exec/marked-processes.ts';
import { openJournal } from '../../../src/journal/journal.ts';
import { replayJournal, type JournalState } from '../../../src/journal/replay.ts';
import {
  fixtureCommand,
  isAlive,
  numberInLog,
  temporaryFolder,
  testEnvironment,
} from '../../helpers/processes.ts';

const HAS_IPV6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
);

let runs = 0;

interface Run {
  readonly context: ServiceContext;
  readonly journal: () => JournalState;
  readonly log: () => string;
}

async function newRun(more: Partial<ServiceContext> = {}): Promise<Run> {
  const folder = temporaryFolder();
  const logFolder = join(folder, 'logs');
  mkdirSync(logFolder);
  const path = join(folder, 'journal.jsonl');
  const journal = await openJournal(path, systemClock);
  runs += 1;
  const runId = `service-test-${process.pid}-${runs}`;
  onTestFinished(async () => {
    for (const { pid } of findMarked({ [RUN_MARKER]: runId })) process.kill(pid, 'SIGKILL');
    await journal.close();
  });
  const { signal } = new AbortController();
  return {
    context: { runId, journal, logFolder, env: testEnvironment, clock: systemClock, signal, ...more },
    journal: () => replayJournal(readFileSync(path, 'utf8')),
    log: () => readFileSync(join(logFolder, 'shop.log'), 'utf8'),
  };
}

async function spec(script: string, more: Partial<ServiceSpec> = {}): Promise<ServiceSpec> {
  const [port = 0] = await reservePorts('127.0.0.1', 1);
  return {
    name: 'shop',
    protocol: 'http',
    command: fixtureCommand(script),
    cwd: '/',
    stopWithin: 400,
    ports: { port },
    netns: 'host',
    hosts: ['127.0.0.1', '::1'],
    ready: { within: 10_000 },
    ...more,
    env: { PORT: String(port), ...more.env },
  };
}

async function failureOf(starting: Promise<StartedService>): Promise<SquallError> {
  const outcome = await starting.catch((error: unknown) => error);
  if (!(outcome instanceof SquallError)) throw new Error('expected a SquallError', { cause: outcome });
  return outcome;
}

describe('startService', () => {
  it('waits until the path answers with success, and records the process while it runs', async () => {
    const run = await newRun();
    const begin = systemClock.now();
    const service = await startService(
      await spec('health.mjs', { ready: { get: '/health', within: 10_000 } }),
      run.context,
    );
    expect(systemClock.now() - begin).toBeGreaterThanOrEqual(300);
    expect(run.journal().pending.map(({ process: started }) => started?.pid)).toEqual([service.pid]);
    const { host, port } = service.address;
    expect((await request(`http://${host}:${port}/health`)).statusCode).toBe(200);
    await service.stop();
    expect(isAlive(service.pid)).toBe(false);
    expect(run.journal().pending).toEqual([]);
  });

  it('takes an accepted connection for ready where no path is named', async () => {
    const run = await newRun();
    const service = await startService(await spec('health.mjs', { protocol: 'tcp' }), run.context);
    expect(service.address.host).toBe('127.0.0.1');
    await service.stop();
  });

  it.runIf(HAS_IPV6)('finds a service that listens on the IPv6 loopback only', async () => {
    const run = await newRun();
    const ready = { get: '/health', within: 10_000 };
    const service = await startService(
      await spec('health.mjs', { ready, env: { HOST: '::1' } }),
      run.context,
    );
    expect(service.address.host).toBe('::1');
    await service.stop();
  });

  it('takes a datagram service for ready when it has lived for a while', async () => {
    const run = await newRun();
    const begin = systemClock.now();
    const service = await startService(await spec('never-ready.mjs', { protocol: 'udp' }), run.context);
    expect(systemClock.now() - begin).toBeGreaterThanOrEqual(200);
    await service.stop();
  });

  it('gives up in time on what is never ready, shows the end of its log and leaves nothing', async () => {
    const run = await newRun();
    const error = await failureOf(
      startService(await spec('never-ready.mjs', { ready: { within: 500 } }), run.context),
    );
    expect(error).toMatchObject({ code: 'service-not-ready', exitCode: 4 });
    expect(error.message).toMatch(
      /^service `shop` was not ready within 500ms: connect ECONNREFUSED 127\.0\.0\.1/,
    );
    expect(error.hint?.split('\n').slice(1)).toEqual(
      Array.from({ length: 10 }, (_, index) => `  waiting ${index + 3}`),
    );
    expect(findMarked({ [RUN_MARKER]: run.context.runId })).toEqual([]);
    expect(run.journal().pending).toEqual([]);
  });

  it('says which answer it got instead', async () => {
    const run = await newRun();
    const ready = { get: '/missing', within: 5000 };
    const error = await failureOf(startService(await spec('health.mjs', { ready }), run.context));
    expect(error.message).toMatch(/within 5s: GET http:\/\/127\.0\.0\.1:\d+\/missing gave 404$/);
  });

  it('is not held up by a port that accepts and never answers', async () => {
    const run = await newRun();
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const ready = { get: '/health', within: 600 };
    const error = await failureOf(
      startService(await spec('never-ready.mjs', { ready, ports: { port } }), run.context),
    );
    expect(error.message).toContain('no answer in time');
  });

  it('says at once how a service died before it was ready', async () => {
    const run = await newRun();
    const error = await failureOf(
      startService(await spec('dies.mjs', { ready: { within: 60_000 } }), run.context),
    );
    expect(error).toMatchObject({
      code: 'service-died',
      exitCode: 4,
      message: 'service `shop` exited with code 3 before it was ready',
      hint: expect.stringContaining('cannot go on: the database is away'),
    });
    expect(run.journal().pending).toEqual([]);
  });

  it('says which service names a command that is not there', async () => {
    const run = await newRun();
    const error = await failureOf(
      startService(await spec('', { command: ['no-such-program'] }), run.context),
    );
    expect(error).toMatchObject({ code: 'command-not-found', exitCode: 3 });
    expect(error.message).toBe('service `shop`: `no-such-program` was not found');
    expect(run.journal()).toMatchObject({ pending: [], problems: [] });
  });

  it('tells when a service dies later', async () => {
    const run = await newRun();
    const service = await startService(await spec('health.mjs'), run.context);
    await request(`http://127.0.0.1:${service.address.port}/die`).catch(() => {});
    expect(await service.died).toMatchObject({
      code: 'service-died',
      message: 'service `shop` exited with code 7',
    });
    await service.stop();
    expect(run.journal().pending).toEqual([]);
  });

  it('does not call it a death when the service is stopped', async () => {
    const run = await newRun();
    const service = await startService(await spec('health.mjs'), run.context);
    await service.stop();
    expect(await Promise.race([service.died, systemClock.sleep(100).then(() => 'silence')])).toBe('silence');
  });

  it('stops and leaves nothing when the run is interrupted meanwhile', async () => {
    const abort = new AbortController();
    const run = await newRun({ signal: abort.signal });
    const starting = startService(await spec('never-ready.mjs', { ready: { within: 60_000 } }), run.context);
    setTimeout(() => abort.abort(new Error('interrupted')), 200);
    await expect(starting).rejects.toThrow('interrupted');
    expect(findMarked({ [RUN_MARKER]: run.context.runId })).toEqual([]);
    expect(run.journal().pending).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'ends a daemon of the service, and not the other service',
    async () => {
      const run = await newRun();
      const first = await startService(await spec('leaves-daemon.mjs', { name: 'cart' }), run.context);
      const second = await startService(await spec('leaves-daemon.mjs'), run.context);
      const daemon = await numberInLog(join(run.context.logFolder, 'shop.log'), 'daemon');
      expect(isAlive(daemon)).toBe(true);
      await second.stop();
      expect(isAlive(daemon)).toBe(false);
      expect(isAlive(first.pid)).toBe(true);
      await first.stop();
      expect(findMarked({ [RUN_MARKER]: run.context.runId })).toEqual([]);
    },
  );

  it('masks secrets in the log and in the hint', async () => {
    const run = await newRun({ mask: createMasker(['database']) });
    const error = await failureOf(startService(await spec('dies.mjs'), run.context));
    expect(error.hint).toContain('the *** is away');
    expect(run.log()).toContain('the *** is away');
  });
});
