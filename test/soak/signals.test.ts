import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { seededRandom } from '../../src/core/random.ts';
import { replayJournal } from '../../src/journal/replay.ts';
import { startCli, type CliExit, type CliProcess } from '../helpers/cli.ts';
import { leftoversOf, processesOf, reapersOf, runFolders } from '../helpers/leftovers.ts';
import { becomesTrue, fixtureCommand } from '../helpers/processes.ts';

const SEED = 20_261_121;
const AT_ONCE = 5;
const INTERRUPTED = 200;
const KILLED = 50;
/** Milliseconds, evenly distributed; the run takes longer. */
const LATEST_SIGNAL = 2_500;
/** Every fourth moment counts from the start of the process, to meet its start-up; the others from its run's first trace. */
const FROM_START = 4;
const BEGINS_WITHIN = 30_000;
/** How long the reaper may take after a SIGKILL. */
const REAPED_WITHIN = 4_000;

const SCENARIO = `
version: 1
name: soak
services:
  shop:
    start: { command: ${JSON.stringify(fixtureCommand('serves-with-offspring.mjs'))}, env: { PORT: "\${port}" } }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers:
    through: last-mile
    rate: 50/s
    requests:
      - get: /
steps:
  - name: clear
    for: 1s
    settle: 300ms
  - name: slow
    for: 1500ms
    settle: 500ms
    impair: { last-mile: { rtt: 40ms } }
    expect:
      - run: ["${process.execPath}", -e, "setTimeout(() => {}, 400)"]
        name: a command that takes a while
`;

type Interruption = 'SIGINT' | 'SIGTERM';
const CODES: Readonly<Record<Interruption, number>> = { SIGINT: 130, SIGTERM: 143 };

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'squall-soak-'));
  writeFileSync(join(folder, 'soak.yaml'), SCENARIO);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Shot {
  readonly index: number;
  readonly signal: NodeJS.Signals;
  readonly moment: number;
  readonly since: 'process' | 'run';
}

function draw(count: number, signals: readonly NodeJS.Signals[], seed: number): Shot[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => ({
    index,
    since: index % FROM_START === 0 ? 'process' : 'run',
    moment: Math.round(random() * LATEST_SIGNAL),
    signal: signals[Math.floor(random() * signals.length)]!,
  }));
}

interface Hit {
  readonly exit: CliExit;
  /** Absent when the process ended before it began its run. */
  readonly run?: string;
}

function start(name: string): { readonly cli: CliProcess; readonly out: string } {
  const out = join(folder, name);
  return { out, cli: startCli(['run', '--quiet', '--out', out, 'soak.yaml'], { cwd: folder }) };
}

async function shoot({ index, signal, moment, since }: Shot): Promise<Hit> {
  const { cli, out } = start(`${signal}-${index}`);
  if (since === 'run') await becomesTrue(() => runFolders(out).length > 0, BEGINS_WITHIN);
  await systemClock.sleep(moment);
  cli.kill(signal);
  const exit = await cli.exited;
  const [run] = runFolders(out);
  return run === undefined ? { exit } : { exit, run };
}

/** Fires all shots, some at a time; `judge` says what is wrong with one. */
async function fireAll(
  shots: readonly Shot[],
  judge: (shot: Shot, hit: Hit) => Promise<string[]>,
): Promise<string[]> {
  const waiting = [...shots];
  const wrong: string[] = [];
  const worker = async (): Promise<void> => {
    for (let shot = waiting.shift(); shot !== undefined; shot = waiting.shift()) {
      const hit = await shoot(shot);
      const problems = await judge(shot, hit);
      const said = problems.length === 0 ? [] : [`it said: ${hit.exit.stdout}${hit.exit.stderr}`];
      wrong.push(
        ...[...problems, ...said].map(
          (text) => `${shot.signal} ${shot.moment} ms after the ${shot.since} began: ${text}`,
        ),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return wrong;
}

function pendingIn(run: string): string[] {
  const journal = join(run, 'journal.jsonl');
  if (!existsSync(journal)) return [];
  const { pending, problems } = replayJournal(readFileSync(journal, 'utf8'));
  return [
    ...pending.map(({ id }) => `the journal still holds ${id}`),
    ...problems.map(({ line, reason }) => `journal line ${line}: ${reason}`),
  ];
}

function codeProblems(signal: Interruption, { exit, run }: Hit): string[] {
  if (exit.code === CODES[signal]) return [];
  // Before a handler is installed the signal has its default effect; nothing has been started then.
  if (exit.signal === signal && run === undefined) return [];
  return [`ended with code ${exit.code}, signal ${exit.signal}${run === undefined ? '' : `, in ${run}`}`];
}

describe.runIf(process.platform === 'linux')('a run that is signalled at any moment', () => {
  it(`leaves nothing behind after ${INTERRUPTED} interruptions, and says so in its exit code`, async () => {
    let ended = 0;
    let begun = 0;
    const wrong = await fireAll(draw(INTERRUPTED, ['SIGINT', 'SIGTERM'], SEED), async (shot, hit) => {
      const { run, exit } = hit;
      if (run !== undefined) begun += 1;
      const left = run === undefined ? [] : [...leftoversOf(run), ...pendingIn(run)];
      const wasOver = exit.code === 0 || exit.code === 6;
      if (wasOver && run !== undefined) {
        ended += 1;
        return await Promise.resolve(left);
      }
      return [...left, ...codeProblems(shot.signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM', hit)];
    });
    expect(wrong).toEqual([]);
    // Or the test would say little.
    expect(begun - ended).toBeGreaterThan(INTERRUPTED / 2);
  });

  it(`leaves nothing behind after ${KILLED} times SIGKILL, once its reaper has had ${REAPED_WITHIN} ms`, async () => {
    let begun = 0;
    const wrong = await fireAll(draw(KILLED, ['SIGKILL'], SEED + 1), async (_shot, { run }) => {
      if (run === undefined) return [];
      begun += 1;
      await becomesTrue(() => leftoversOf(run).length === 0, REAPED_WITHIN);
      return [...leftoversOf(run), ...pendingIn(run)];
    });
    expect(wrong).toEqual([]);
    expect(begun).toBeGreaterThan(KILLED / 2);
  });

  it('is seen to leave its processes behind when its reaper is killed first', async () => {
    const { cli, out } = start('no-reaper');
    const isReady = (): boolean => {
      const [run = ''] = runFolders(out);
      return run !== '' && processesOf(run).length >= 4;
    };
    expect(await becomesTrue(isReady, 10_000)).toBe(true);
    const [run = ''] = runFolders(out);
    try {
      for (const pid of reapersOf(run)) process.kill(pid, 'SIGKILL');
      cli.kill('SIGKILL');
      await cli.exited;
      expect(await becomesTrue(() => leftoversOf(run).length === 0, REAPED_WITHIN)).toBe(false);
    } finally {
      for (const pid of processesOf(run)) process.kill(pid, 'SIGKILL');
    }
  });
});
