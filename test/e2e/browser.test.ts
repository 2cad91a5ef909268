import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RunResult, StepResult } from '../../src/core/result.gen.ts';
import { runCli, startCli, type CliExit } from '../helpers/cli.ts';
import { leftoversOf, runFolders } from '../helpers/leftovers.ts';
import { becomesTrue } from '../helpers/processes.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const STORY = path.join(ROOT, 'scenarios', 'sock-shop-story.yaml');
const SHOP = path.join(ROOT, 'demo', 'shop', 'main.js');

interface Story {
  readonly exit: CliExit;
  readonly folder: string;
  readonly result: RunResult;
}

const cwd = mkdtempSync(path.join(tmpdir(), 'squall-browser-test-'));

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** Side by side: each waits for most of its time. */
const UX = ['naive', 'loading'] as const;
let stories: Readonly<Record<(typeof UX)[number], Story>>;

beforeAll(async () => {
  const [naive, loading] = await Promise.all(UX.map((ux) => tell(ux)));
  if (naive === undefined || loading === undefined) throw new Error('two stories were told');
  stories = { naive, loading };
}, 120_000);

async function tell(ux: string): Promise<Story> {
  const exit = await runCli(['run', '--quiet', '--out', ux, '--set', `ux=${ux}`, STORY], { cwd });
  const [folder = ''] = runFolders(path.join(cwd, ux));
  const result: RunResult = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
  return { exit, folder, result };
}

function slowStep({ result }: Story): StepResult {
  const step = result.steps.find(({ name }) => name === 'slow');
  if (step === undefined) throw new Error('the story has a slow step');
  return step;
}

function verdicts(story: Story): Record<string, string> {
  return Object.fromEntries(slowStep(story).expectations.map(({ name, verdict }) => [name, verdict]));
}

describe('the story of the sock shop', () => {
  it('fails for the cart that looks empty at 2000 ms', () => {
    const { exit, result } = stories.naive;
    expect([exit.code, result.verdict]).toEqual([1, 'fail']);
    expect(result.steps.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
    expect(verdicts(stories.naive)).toEqual({
      'see "Your cart" within 8s': 'pass',
      'the shopper is told to wait': 'fail',
      'the cart comes': 'pass',
      'the cart never looks empty': 'fail',
      'the order is never free': 'fail',
    });
    expect(result.reasons.join('\n')).toMatch(/"0 items" was visible from \d.* to .*, before "3 items"/);
  });

  it('passes for the cart that says that it is loading', () => {
    const { exit, result } = stories.loading;
    expect([exit.code, result.verdict, result.reasons]).toEqual([0, 'pass', []]);
    expect(new Set(Object.values(verdicts(stories.loading)))).toEqual(new Set(['pass']));
  });

  it.each(UX)('leaves the pictures of the %s cart as files, with their text, and in the report', (ux) => {
    const { folder, result } = stories[ux];
    const report = readFileSync(path.join(folder, 'report.html'), 'utf8');
    const frames = result.steps.flatMap(({ visit }) => visit?.frames ?? []);
    expect(frames.map(({ file }) => file)).toEqual([
      ...['500ms', '2s'].map((time) => `frames/clear-${time}.jpg`),
      ...['500ms', '2s', '5s', '7s', '12s'].map((time) => `frames/slow-${time}.jpg`),
    ]);
    for (const { file = '', text } of frames) {
      expect(readFileSync(path.join(folder, file.replace('.jpg', '.txt')), 'utf8')).toBe(`${text}\n`);
      expect(report).toContain(readFileSync(path.join(folder, file)).toString('base64'));
    }
    expect(report).toContain('What the user saw');
    expect(statSync(path.join(folder, 'report.html')).size).toBeLessThan(1_000_000);
  });

  it('tells the two carts apart in the picture of the wait', () => {
    const waits = UX.map((ux) => slowStep(stories[ux]).visit?.frames.find(({ asked }) => asked === 7_000));
    expect(waits.map((frame) => frame?.text.includes('0 items'))).toEqual([true, false]);
    expect(waits.map((frame) => frame?.text.includes('Loading your cart'))).toEqual([false, true]);
    expect(waits.map((frame) => frame?.unwanted)).toEqual([['"0 items"', '"$0.00"'], []]);
  });

  it('went over the impaired edge', () => {
    for (const ux of UX) {
      const [edge] = slowStep(stories[ux]).edges;
      // On a busy machine the settle time is too short for the probes.
      expect(['proved', 'read-back']).toContain(edge?.proof.outcome);
      expect(edge?.usage.exchanges).toBeGreaterThan(0);
    }
  });

  it('leaves nothing behind', () => {
    for (const ux of UX) {
      const { folder } = stories[ux];
      expect([...leftoversOf(folder), ...scratchOf(folder)]).toEqual([]);
    }
  });
});

/** The folders of the browser that are still there. */
function scratchOf(folder: string): string[] {
  const journal = readFileSync(path.join(folder, 'journal.jsonl'), 'utf8');
  const paths = [...journal.matchAll(/"remove-folder","path":"([^"]+)"/g)].map(([, name = '']) => name);
  expect(paths).toHaveLength(1);
  return paths.filter((name) => existsSync(name));
}

const LONG = `version: 1
name: long
services:
  shop:
    start: { command: [node, ${JSON.stringify(SHOP)}], env: { PORT: "\${port}" } }
    ready: { get: /health }
edges:
  last-mile: { from: shopper, to: shop }
steps:
  - name: long
    for: 60s
    browser: { open: "\${edges.last-mile.url}/cart", see: [Your cart], frames: [100ms] }
`;

describe('a run with a browser', () => {
  it('that is killed leaves no browser and no folder of it', async () => {
    writeFileSync(path.join(cwd, 'long.yaml'), LONG);
    const out = path.join(cwd, 'killed');
    const cli = startCli(['run', '--quiet', '--out', out, 'long.yaml'], { cwd });
    const isWatching = (): boolean =>
      runFolders(out).some((folder) => existsSync(path.join(folder, 'events.jsonl')) && hasOpened(folder));
    expect(await becomesTrue(isWatching, 60_000)).toBe(true);
    cli.kill('SIGKILL');
    await cli.exited;
    const [folder = ''] = runFolders(out);
    const isClean = (): boolean => [...leftoversOf(folder), ...scratchOf(folder)].length === 0;
    expect(await becomesTrue(isClean, 30_000)).toBe(true);
  });

  it('that finds none ends with exit code 3 before anything is started', async () => {
    writeFileSync(path.join(cwd, 'long.yaml'), LONG);
    const out = path.join(cwd, 'none');
    const env = { SQUALL_CHROMIUM: '/no/such/browser' };
    const exit = await runCli(['run', '--quiet', '--out', out, 'long.yaml'], { cwd, env });
    expect(exit.code).toBe(3);
    expect(exit.stdout + exit.stderr).toContain('browser-missing');
    const [folder = ''] = runFolders(out);
    expect(readFileSync(path.join(folder, 'journal.jsonl'), 'utf8')).not.toContain('effect.intended');
  });
});

function hasOpened(folder: string): boolean {
  return readFileSync(path.join(folder, 'events.jsonl'), 'utf8').includes('window.opened');
}
