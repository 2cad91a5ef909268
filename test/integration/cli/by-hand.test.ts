import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { connectDocker } from '../../../src/drivers/docker/connect.ts';
import { findTarget } from '../../../src/engine/by-hand/target.ts';
import { createToolRunner } from '../../../src/exec/network/run-tool.ts';
import { runCli, type CliExit } from '../../helpers/cli.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'bin', 'scenario.js');

async function scenario(line: string, folder = temporaryFolder()): Promise<CliExit> {
  const exit = await runCli(line.split(' '), { cwd: folder });
  // Whatever is refused here is refused before there is anything.
  expect(readdirSync(folder)).toEqual([]);
  return exit;
}

/** Without any capability, also where the tests run as root. */
function unprivileged(line: string): { readonly code: number | null; readonly stderr: string } {
  const nobody = [
    '--reuid=65534',
    '--regid=65534',
    '--clear-groups',
    '--bounding-set=-all',
    '--inh-caps=-all',
  ];
  const user = process.getuid?.() === 0 ? ['setpriv', ...nobody, '--'] : [];
  const [program = '', ...args] = [...user, process.execPath, PROGRAM, ...line.split(' ')];
  const { status, stderr } = spawnSync(program, args, { cwd: '/', encoding: 'utf8' });
  return { code: status, stderr };
}

describe('scenario impair', () => {
  it('names all mistakes of its words at once, before it looks at anything', async () => {
    const exit = await scenario('impair no-such dealy=5ms loss=2 --for 3d');
    expect(exit).toMatchObject({ code: 2, stdout: '' });
    expect(exit.stderr).toBe(`\
error unknown-key: unknown key \`dealy\` in an impairment
  did you mean \`delay\`?
error invalid-quantity: \`loss\`: expected a percentage, got the bare number \`2\`
  say the unit: \`2%\`
error invalid-quantity: \`--for\`: unknown unit \`d\` in a duration
  use \`us\`, \`ms\`, \`s\`, \`m\`, \`h\`
`);
  });

  it.each([
    ['impair no-such0 delay=5ms', 'no-such-interface'],
    ['impair eth0@no-such-namespace delay=5ms', 'no-such-namespace'],
    ['impair eth0@../host delay=5ms', 'no-such-namespace'],
    ['impair eth0@pid:4194305 delay=5ms', 'no-such-namespace'],
    ['clear no-such0', 'no-such-interface'],
    ['status no-such0', 'no-such-interface'],
    ['status eth0@no-such-namespace', 'no-such-namespace'],
  ])('%s is %s, exit 3', async (line, code) => {
    const exit = await scenario(line);
    expect(exit).toMatchObject({ code: 3, stdout: '' });
    expect(exit.stderr).toMatch(new RegExp(`^error ${code}: .*\n  \\S`));
  });

  it('says that it needs root, before anything is touched', () => {
    const exit = unprivileged('impair lo delay=5ms --out /nowhere');
    expect(exit.stderr).toMatch(/^error not-permitted: .*`lo`\n {2}run it as root, or give it CAP_NET_ADMIN/);
    expect(exit.code).toBe(3);
  });

  it('says that the tools are missing', async () => {
    const run = createToolRunner({ clock: systemClock, path: temporaryFolder() });
    const engine = connectDocker({ host: 'unix:///no-such-socket', clock: systemClock });
    const { signal } = new AbortController();
    await expect(findTarget('lo', { run, engine, signal })).rejects.toMatchObject({
      code: 'tool-not-found',
      exitCode: 3,
      hint: expect.stringContaining('iproute2'),
    });
  });
});

describe('scenario clear', () => {
  it('wants targets or all of them, and not both', async () => {
    for (const line of ['clear', 'clear lo --all']) {
      const exit = await scenario(line);
      expect(exit).toMatchObject({ code: 2, stdout: '' });
      expect(exit.stderr).toContain('error targets-or-all:');
    }
  });

  it('is content where nothing is', async () => {
    expect(await scenario('clear lo')).toEqual({
      code: 0,
      signal: null,
      stdout: 'lo: nothing to clear\n',
      stderr: '',
    });
  });

  it("tells of each target once, and one target's trouble stops no other", async () => {
    const exit = await scenario('clear no-such0@pid:0 lo lo');
    expect(exit).toMatchObject({ code: 3, stdout: 'lo: nothing to clear\n' });
    expect(exit.stderr).toContain('error no-such-namespace:');
  });
});

describe('scenario status', () => {
  it('shows that nothing is impaired, to anybody', async () => {
    expect((await scenario('status lo')).stdout).toMatch(/^target +up +down +by +left\nlo +- +- +- +-\n$/);
    expect(unprivileged('status')).toEqual({ code: 0, stderr: '' });
    const { stdout } = await scenario('status lo -o json');
    expect(JSON.parse(stdout)).toEqual({
      targets: [
        { target: 'lo', netns: 'host', device: 'lo', up: { kind: 'nothing' }, down: { kind: 'nothing' } },
      ],
      notes: [],
    });
  });
});
