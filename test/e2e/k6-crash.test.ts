import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { startCli, type CliProcess } from '../helpers/cli.ts';
import { leftoversOf, runFolders } from '../helpers/leftovers.ts';
import { becomesTrue, fixtureCommand, temporaryFolder } from '../helpers/processes.ts';
import { K6, NEEDS_K6 } from '../helpers/real-k6.ts';

const SCRIPT = `import http from 'k6/http';
import { sleep } from 'k6';
export const options = { vus: 2, duration: '10m' };
export default function () { http.get(__ENV.SQUALL_TARGET); sleep(0.1); }`;

const SCENARIO = `version: 1
name: crashing
services:
  shop:
    start: { command: ${JSON.stringify(fixtureCommand('serves-with-offspring.mjs'))}, env: { PORT: "\${port}" } }
edges:
  last-mile: { from: checkout, to: shop }
  other-mile: { from: other, to: shop }
load:
  checkout: { through: last-mile, k6: { script: buy.js } }
  other: { through: other-mile, command: [sleep, "601"] }
steps:
  - { name: long, for: 60s }
`;

interface Run {
  readonly cli: CliProcess;
  readonly folder: string;
}

/** Until k6 asks. */
async function startRun(): Promise<Run> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'buy.js'), SCRIPT);
  writeFileSync(join(cwd, 'crashing.yaml'), SCENARIO);
  const env = K6 === undefined ? {} : { K6_BINARY: K6 };
  const cli = startCli(['run', '--out', 'out', 'crashing.yaml'], { cwd, env });
  onTestFinished(() => cli.kill('SIGINT'));
  const isRunning = (): boolean => programsOf(runFolders(join(cwd, 'out'))[0] ?? '').length === 2;
  expect(await becomesTrue(isRunning, 30_000)).toBe(true);
  return { cli, folder: runFolders(join(cwd, 'out'))[0] ?? '' };
}

function programsOf(folder: string): string[] {
  return folder === '' ? [] : leftoversOf(folder).filter((line) => /k6.run.*buy\.js|sleep.601/.test(line));
}

describe.skipIf(K6 === undefined)(`the programs of loads, when their run ends early (${NEEDS_K6})`, () => {
  it('are gone after SIGINT', async () => {
    const { cli, folder } = await startRun();
    cli.kill('SIGINT');
    const { code } = await cli.exited;
    expect(code).toBe(130);
    expect(leftoversOf(folder)).toEqual([]);
  });

  it('are gone after SIGKILL of the runner, by its reaper', async () => {
    const { cli, folder } = await startRun();
    cli.kill('SIGKILL');
    await cli.exited;
    expect(await becomesTrue(() => leftoversOf(folder).length === 0, 30_000)).toBe(true);
    const journal = readFileSync(join(folder, 'journal.jsonl'), 'utf8');
    for (const name of ['checkout', 'other']) {
      expect(journal).toMatch(new RegExp(`"effect.intended","id":"load ${name}".*"end-process"`));
      expect(journal).toContain(`"effect.undone","id":"load ${name}"`);
    }
  });
});
