import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { startCli } from '../../../helpers/cli.ts';
import { leftoversOf, runFolders } from '../../../helpers/leftovers.ts';
import { becomesTrue, fixtureCommand, temporaryFolder } from '../../../helpers/processes.ts';

const TEXT = `version: 1
name: killed
services:
  shop:
    start: { command: ${JSON.stringify(fixtureCommand('says-goodbye.mjs'))}, env: { PORT: "\${port}" } }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers: { through: last-mile, rate: 20/s, requests: [get: /] }
steps:
  - name: stop
    for: 60s
    do:
      - { at: 100ms, signal: { service: shop, name: SIGSTOP } }
    expect:
      - success(shoppers) >= 50%
`;

it('SIGKILL of a run leaves nothing that one of its events has stopped', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'killed.yaml'), TEXT);
  const cli = startCli(['run', 'killed.yaml', '--out', 'runs'], { cwd: folder });
  const read = (file: string): string => {
    const [run] = runFolders(join(folder, 'runs'));
    try {
      return run === undefined ? '' : readFileSync(join(run, file), 'utf8');
    } catch {
      return '';
    }
  };
  expect(await becomesTrue(() => read('events.jsonl').includes('"event.ended"'), 40_000)).toBe(true);
  cli.kill('SIGKILL');
  await cli.exited;
  const [run = ''] = runFolders(join(folder, 'runs'));
  expect(await becomesTrue(() => read('journal.jsonl').includes('run.reaped'), 20_000)).toBe(true);
  expect(await becomesTrue(() => leftoversOf(run).length === 0, 10_000)).toBe(true);
});
