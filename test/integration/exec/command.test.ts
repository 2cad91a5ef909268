import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/core/clock.ts';
import { runCommand, type CommandOptions } from '../../../src/exec/command.ts';
import {
  becomesTrue,
  fixtureCommand,
  isAlive,
  temporaryFolder,
  testEnvironment,
} from '../../helpers/processes.ts';

function options(argv: readonly string[], more: Partial<CommandOptions> = {}): CommandOptions {
  const { signal } = new AbortController();
  return { argv, env: testEnvironment, cwd: '/', timeout: 20_000, clock: systemClock, signal, ...more };
}

function node(script: string): string[] {
  return [process.execPath, '-e', script];
}

describe('runCommand', () => {
  it('reports the exit code and what was said last', async () => {
    const result = await runCommand(
      options(node('console.log("out"); console.error("err 1\\nerr 2"); process.exitCode = 4')),
    );
    expect(result).toEqual({
      exitCode: 4,
      signal: null,
      stdout: 'out\n',
      stderr: 'err 1\nerr 2\n',
      lastLine: 'err 2',
      timedOut: false,
    });
  });

  it('reports the signal that ended it', async () => {
    const result = await runCommand(options(node('process.kill(process.pid, "SIGKILL")')));
    expect(result).toMatchObject({ exitCode: null, signal: 'SIGKILL', timedOut: false });
  });

  it('passes arguments on as they are, for no shell reads them', async () => {
    const words = ['$HOME', '`id`', '; rm -rf x', '*'];
    const result = await runCommand(
      options([...node('console.log(JSON.stringify(process.argv.slice(1)))'), ...words]),
    );
    expect(JSON.parse(result.stdout)).toEqual(words);
  });

  it('gives the command exactly the environment that is stated', async () => {
    const result = await runCommand(
      options(node('console.log(JSON.stringify(process.env))'), { env: { ONLY: '1' } }),
    );
    expect(JSON.parse(result.stdout)).toEqual({ ONLY: '1' });
  });

  it('gives the command its input and then the end of it', async () => {
    const copy = 'process.stdin.pipe(process.stdout)';
    const input = 'qdisc show\n'.repeat(5000);
    expect((await runCommand(options(node(copy), { input }))).stdout).toBe(input);
    expect((await runCommand(options(node(copy)))).stdout).toBe('');
  });

  it('does not mind a command that never reads its input', async () => {
    const result = await runCommand(options(['/bin/true'], { input: 'x'.repeat(1_000_000) }));
    expect(result.exitCode).toBe(0);
  });

  it('keeps the last 64 kB of a long output', async () => {
    const result = await runCommand(
      options(node('for (let i = 0; i < 40000; i++) console.log("line " + i)')),
    );
    expect(result.stdout).toHaveLength(65_536);
    expect(result.lastLine).toBe('line 39999');
  });

  it('ends a command that takes too long, though it ignores SIGTERM, with its grandchild', async () => {
    const result = await runCommand(options(fixtureCommand('forks-grandchild.mjs'), { timeout: 500 }));
    expect(result.timedOut).toBe(true);
    expect(isAlive(Number(/grandchild (\d+)/.exec(result.stdout)?.[1]))).toBe(false);
  });

  it('leaves nothing behind that a command started and did not wait for', async () => {
    const result = await runCommand(options(fixtureCommand('forks-grandchild.mjs', 'and-exit')));
    expect(result).toMatchObject({ exitCode: 0, timedOut: false });
    expect(isAlive(Number(/grandchild (\d+)/.exec(result.stdout)?.[1]))).toBe(false);
  });

  it('rejects with the reason of the signal once the command is ended', async () => {
    const abort = new AbortController();
    const folder = temporaryFolder();
    const script = 'require("fs").writeFileSync("pid", String(process.pid)); setInterval(() => {}, 1000)';
    const running = runCommand(options(node(script), { cwd: folder, signal: abort.signal }));
    const pid = (): number => Number(readFileSync(join(folder, 'pid'), 'utf8'));
    await becomesTrue(() => existsSync(join(folder, 'pid')) && pid() > 0, 10_000);
    expect(isAlive(pid())).toBe(true);
    abort.abort(new Error('interrupted'));
    await expect(running).rejects.toThrow('interrupted');
    expect(isAlive(pid())).toBe(false);
  });

  it('does not start anything when it is aborted already', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(runCommand(options(['no-such-program'], { signal }))).rejects.toThrow('too late');
  });

  it.each([
    ['a program that is not there', ['no-such-program'], 'command-not-found'],
    ['a path that is not there', ['./no-such-program'], 'command-not-found'],
    ['no program', [], 'command-not-found'],
    ['a folder instead of a program', ['/tmp'], 'command-not-executable'],
    ['an argument that no system can pass', [process.execPath, 'a\0b'], 'command-not-started'],
  ])('explains %s', async (_what, argv, code) => {
    await expect(runCommand(options(argv))).rejects.toMatchObject({ code, exitCode: 3 });
  });

  it('explains a file without the right to be executed', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'script'), '#!/bin/sh\n', { mode: 0o644 });
    const running = runCommand(options(['./script'], { cwd: folder }));
    await expect(running).rejects.toMatchObject({
      code: 'command-not-executable',
      hint: expect.stringContaining('chmod'),
    });
  });

  it('tells a missing folder from a missing program', async () => {
    const running = runCommand(options(node(''), { cwd: '/no/such/folder' }));
    await expect(running).rejects.toMatchObject({ code: 'folder-not-found' });
  });
});
