import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { runCli, startCli } from '../helpers/cli.ts';
import { leftoversOf, runFolders } from '../helpers/leftovers.ts';
import { becomesTrue, fixtureCommand, temporaryFolder } from '../helpers/processes.ts';

function scenarioOf(name: string): string {
  return `version: 1
name: ${name}
services:
  shop:
    start: { command: ${JSON.stringify(fixtureCommand('serves-with-offspring.mjs'))}, env: { PORT: "\${port}" } }
steps:
  - name: long
    for: 60s
`;
}

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 143],
] as const;

describe('an interruption of several scenarios', () => {
  it.each(SIGNALS)('by %s ends the first, starts no other, and exits with %i', async (signal, code) => {
    const cwd = temporaryFolder();
    for (const name of ['first', 'second']) writeFileSync(join(cwd, `${name}.yaml`), scenarioOf(name));
    const cli = startCli(['run', '--out', 'out', '--junit', 'junit.xml', 'first.yaml', 'second.yaml'], {
      cwd,
    });
    const out = join(cwd, 'out');
    expect(await becomesTrue(() => runFolders(out).length > 0, 20_000)).toBe(true);
    cli.kill(signal);
    // A second Ctrl-C does not cut the undo short.
    cli.kill(signal);
    const exit = await cli.exited;
    expect({ code: exit.code, signal: exit.signal }).toEqual({ code, signal: null });
    const folders = runFolders(out);
    expect(folders).toHaveLength(1);
    expect(folders.flatMap((folder) => leftoversOf(folder))).toEqual([]);
    expect(existsSync(join(folders[0] ?? '', 'result.json'))).toBe(true);
    const why = 'not started: the call was interrupted';
    expect(readFileSync(join(cwd, 'junit.xml'), 'utf8')).toContain(
      `<skipped message="${why}" type="not-started"`,
    );
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toMatch(/second[^]*the call was interrupted/);
    expect(exit.stdout).toContain('not started, because the call was interrupted: second');
    expect(exit.stderr).toContain(`error interrupted: interrupted by ${code === 130 ? 'SIGINT' : 'SIGTERM'}`);
  });

  it('by `scenario stop` from elsewhere does the same, and its caller waits for the end', async () => {
    const cwd = temporaryFolder();
    for (const name of ['first', 'second']) writeFileSync(join(cwd, `${name}.yaml`), scenarioOf(name));
    const cli = startCli(['run', '--out', 'out', 'first.yaml', 'second.yaml'], { cwd });
    const out = join(cwd, 'out');
    expect(await becomesTrue(() => runFolders(out).length > 0, 20_000)).toBe(true);
    const [folder = ''] = runFolders(out);
    expect(await becomesTrue(() => existsSync(join(folder, 'control.sock')), 20_000)).toBe(true);
    const stop = await runCli(['stop', basename(folder), '--out', 'out'], { cwd });
    expect(stop).toMatchObject({ code: 0, stderr: '' });
    expect(stop.stdout).toMatch(/^run \S+: stopped and everything put back after .*, exit code 143\n$/);
    expect(leftoversOf(folder).filter((left) => !left.includes('reaper-main'))).toEqual([]);
    const exit = await cli.exited;
    expect(exit.code).toBe(143);
    expect(exit.stdout).toContain('INTERRUPTED by scenario stop, everything was put back');
    expect(exit.stdout).toContain('not started, because the call was interrupted: second');
    expect(runFolders(out)).toEqual([folder]);
    expect(leftoversOf(folder)).toEqual([]);
    const again = await runCli(['stop', folder], { cwd });
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('over already, exit code 143') });
  });
});
