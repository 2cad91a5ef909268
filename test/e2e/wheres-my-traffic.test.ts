import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RunResult, SubjectSummary } from '../../src/core/result.gen.ts';
import { runCli, type CliExit } from '../helpers/cli.ts';
import { leftoversOf, runFolders } from '../helpers/leftovers.ts';

const SCENARIO = join(import.meta.dirname, '..', '..', 'scenarios', 'wheres-my-traffic.yaml');
/** A run takes 25 s. */
const WITHIN = 120_000;

interface FinishedRun {
  readonly exit: CliExit;
  readonly folder: string;
  readonly result: RunResult;
}

const folder = mkdtempSync(join(tmpdir(), 'squall-traffic-'));
let broken: FinishedRun;
let mended: FinishedRun;

beforeAll(async () => {
  [broken, mended] = await Promise.all([run('broken'), run('mended', '--set', 'fail-choice=none')]);
}, WITHIN);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(name: string, ...args: readonly string[]): Promise<FinishedRun> {
  const out = join(folder, name);
  const exit = await runCli(['run', '--out', out, ...args, SCENARIO], { cwd: folder });
  const [only] = runFolders(out);
  if (only === undefined) throw new Error(`no run folder: ${exit.stderr}`);
  return { exit, folder: only, result: JSON.parse(readFileSync(join(only, 'result.json'), 'utf8')) };
}

type Counts = Pick<SubjectSummary, 'n' | 'ok' | 'failed' | 'success' | 'failures'>;

function countsOf({ result }: FinishedRun): Readonly<Record<string, Counts>> {
  const subjects = result.steps.flatMap((step) => step.subjects);
  return Object.fromEntries(
    subjects.map(({ name, n, ok, failed, success, failures }) => [
      name,
      { n, ok, failed, success, failures },
    ]),
  );
}

const without = { failed: 0, success: 1, failures: {} };

describe('where is my traffic', () => {
  it('fails, for web does not keep what it promises, and for nothing else', () => {
    const { exit, result } = broken;
    expect([exit.code, exit.stderr, result.verdict, result.errors]).toEqual([1, '', 'fail', []]);
    const expectations = result.steps.flatMap((step) => step.expectations);
    expect(expectations.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['success(front) >= 99%', 'fail'],
      ['load bot', 'pass'],
    ]);
    expect(exit.stdout).toContain('success(front) is 89.5%');
    expect(exit.stdout).toContain('failed: 42 status 500');
  });

  it('counts every request of every edge: emoji answers all, voting fails as often as web', () => {
    const web = { n: 400, ok: 358, failed: 42, success: 0.895, failures: { 'status 500': 42 } };
    expect(countsOf(broken)).toEqual({
      bot: web,
      front: web,
      'emoji-link': { n: 400, ok: 400, ...without },
      'voting-link': { n: 200, ok: 158, failed: 42, success: 0.79, failures: { 'grpc UNKNOWN': 42 } },
    });
  });

  it('names voting as the culprit, which was not impaired and which only web calls', () => {
    const culprits = broken.result.steps.flatMap((step) =>
      step.expectations.flatMap(({ culprit }) => (culprit === undefined ? [] : [culprit])),
    );
    expect(culprits).toEqual([
      expect.objectContaining({
        kind: 'named',
        about: 'failures',
        edge: 'voting-link',
        from: 'web',
        to: 'voting',
        fault: 'service',
        impaired: false,
        path: ['front', 'voting-link'],
        because: expect.arrayContaining(['only `web` calls `voting`']),
      }),
    ]);
    expect(broken.exit.stdout).toContain('the culprit is `web` -> `voting`');
    expect(mended.exit.stdout).not.toContain('culprit');
  });

  it('shows requests per second of 2 : 2 : 1, as in the post', () => {
    const [step] = broken.result.steps;
    const rates = step?.subjects.filter(({ kind }) => kind === 'edge').map(({ name, rps }) => [name, rps]);
    expect(rates).toEqual([
      ['front', 20],
      ['emoji-link', 20],
      ['voting-link', 10],
    ]);
  });

  it('passes, with the same requests, when no choice is to fail', () => {
    const { exit, result } = mended;
    expect([exit.code, exit.stderr, result.verdict]).toEqual([0, '', 'pass']);
    expect(countsOf(mended)).toEqual({
      bot: { n: 400, ok: 400, ...without },
      front: { n: 400, ok: 400, ...without },
      'emoji-link': { n: 400, ok: 400, ...without },
      'voting-link': { n: 200, ok: 200, ...without },
    });
  });

  it('leaves nothing behind, and ends in time', () => {
    for (const { folder: left, result } of [broken, mended]) {
      expect([leftoversOf(left), result.undo.ok, result.notices]).toEqual([[], true, []]);
      expect(result.run.seconds).toBeLessThan(60);
    }
  });
});
