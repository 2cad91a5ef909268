import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

import { listPids } from '../../src/exec/process-identity.ts';
import { becomesTrue, isAlive, temporaryFolder } from '../helpers/processes.ts';

// What the kernel lab promises to the host; what it gives to the tests inside is proved by test/kernel/lab.test.ts.

const scripts = fileURLToPath(new URL('../../scripts', import.meta.url));

describe('the kernel lab', () => {
  it('lets nothing that happens inside reach the host, from a path with spaces too', async () => {
    const project = join(temporaryFolder(), 'a path with spaces');
    cpSync(scripts, join(project, 'scripts'), { recursive: true });
    for (const name of ['changed', 'removed']) writeFileSync(join(project, name), 'as it was');
    const network = hostNetwork();
    const { code, stdout } = await lab(
      [
        '--exec',
        '--',
        'sh',
        '-ec',
        'echo new >written; echo new >changed; rm removed; cat written changed; ' + CHANGE_NETWORK,
      ],
      project,
    );
    expect(stdout).toContain('new\nnew\n');
    expect(stdout).toContain('qdisc netem');
    expect(code).toBe(7);
    expect(readdirSync(project).sort()).toEqual(['changed', 'removed', 'scripts']);
    expect(readFileSync(join(project, 'changed'), 'utf8')).toBe('as it was');
    expect(hostNetwork()).toBe(network);
  });

  it('does not disturb a second one that runs beside it', async () => {
    const both = [1, 2].map((number) =>
      lab(['--exec', 'sh', '-c', `sleep 3; echo number ${number}; exit ${number}`]),
    );
    const [first, second] = await Promise.all(both);
    expect(first).toMatchObject({ code: 1, stdout: expect.stringContaining('number 1\n') });
    expect(second).toMatchObject({ code: 2, stdout: expect.stringContaining('number 2\n') });
  });

  it('leaves no process behind at its deadline', async () => {
    const { output, exited, guest } = await startSleeper('--deadline=8');
    expect(await exited).toBe(124);
    expect(output.stderr).toContain('deadline of 8 s');
    expect(guest.filter(isAlive)).toEqual([]);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ] as const)('ends with the process that started it, by %s', async (signal, code) => {
    const { child, exited, guest } = await startSleeper();
    child.kill(signal);
    expect(await exited).toBe(code);
    expect(await becomesTrue(() => !guest.some(isAlive), 5000)).toBe(true);
  });

  it('ends when the kernel inside panics', async () => {
    const { code, stderr } = await lab(['--exec', 'sh', '-c', 'echo c >/proc/sysrq-trigger']);
    expect(stderr).toContain('the guest ended before its command did');
    expect(code).toBe(1);
  });

  it('is the only place where the tests of test/kernel run', () => {
    const vitest = join(fileURLToPath(import.meta.resolve('vitest/package.json')), '../vitest.mjs');
    const args = [vitest, 'run', '--project', 'kernel', 'test/kernel/lab.test.ts'];
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: join(scripts, '..'),
      encoding: 'utf8',
    });
    expect(stderr).toContain('use `npm run test:kernel`');
    expect(status).toBe(1);
  });

  it('says what to install where User-Mode Linux is missing', () => {
    const hide = 'mount --bind /dev/null "$(command -v linux.uml)"; "$@"; echo "exit $?"';
    const command = ['sh', '-c', hide, 'sh', process.execPath, join(scripts, 'kernel-lab.mjs')];
    const output = execFileSync('unshare', ['--mount', 'sh', '-c', 'exec "$@" 2>&1', 'sh', ...command], {
      encoding: 'utf8',
    });
    expect(output).toContain('apt-get install --no-install-recommends user-mode-linux`\nexit 1');
  });
});

describe('the tests of two guests', () => {
  it('are reported as one run', async () => {
    const { code, stdout, report } = await labOf({ first: 'pass', second: 'pass' });
    expect(stdout).toMatch(/^\[1\.1\] .*first\.test\.ts/m);
    expect(stdout).toMatch(/^\[2\.1\] .*second\.test\.ts/m);
    expect(report()).toMatchObject({ numPassedTests: 2, numFailedTests: 0, numTotalTests: 2 });
    expect(code).toBe(0);
  });

  it('fail when one of them fails', async () => {
    const { code, report } = await labOf({ first: 'pass', second: 'fail' });
    expect(report()).toMatchObject({ numPassedTests: 1, numFailedTests: 1 });
    expect(code).toBe(1);
  });

  it('fail when a guest dies, although the other has passed all of its tests', async () => {
    const { code, stderr, report } = await labOf({ first: 'pass', second: 'panic' });
    expect(stderr).toContain('the guest of test/kernel/second.test.ts ended before its tests did');
    expect(report()).toMatchObject({ numPassedTests: 1, numFailedTests: 0 });
    expect(code).toBe(1);
  });

  it('are never none: a name that no file has is an error', async () => {
    const { code, stderr } = await lab(['no-such-file']);
    expect(stderr).toContain('no test of test/kernel matches no-such-file');
    expect(code).toBe(1);
  });
});

const TESTS = {
  pass: "it('passes', () => {});",
  fail: "it('fails', () => { throw new Error('as it must'); });",
  panic: "it('ends the guest', () => new Promise(() => writeFileSync('/proc/sysrq-trigger', 'c')));",
} as const;

/** A lab with two guests in a project of its own, whose test files have one test each. */
async function labOf(
  files: Readonly<Record<string, keyof typeof TESTS>>,
): Promise<LabExit & { readonly report: () => unknown }> {
  const project = temporaryFolder();
  cpSync(scripts, join(project, 'scripts'), { recursive: true });
  symlinkSync(join(scripts, '..', 'node_modules'), join(project, 'node_modules'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const config = { test: { projects: [{ test: { name: 'kernel', include: ['test/kernel/*.test.ts'] } }] } };
  writeFileSync(join(project, 'vitest.config.js'), `export default ${JSON.stringify(config)};`);
  mkdirSync(join(project, 'test', 'kernel'), { recursive: true });
  const imports = "import { writeFileSync } from 'node:fs';\nimport { it } from 'vitest';\n";
  for (const [name, what] of Object.entries(files))
    writeFileSync(join(project, 'test', 'kernel', `${name}.test.ts`), imports + TESTS[what]);
  const json = join(project, 'report.json');
  const exit = await lab(['--guests=2', '--reporter=json', '--outputFile.json', json], project);
  return { ...exit, report: () => JSON.parse(readFileSync(json, 'utf8')) };
}

const CHANGE_NETWORK =
  'ip link add extra type dummy; tc qdisc add dev lo root netem delay 10ms; tc qdisc show dev lo; exit 7';

function hostNetwork(): string {
  const links = execFileSync('ip', ['-o', 'link'], { encoding: 'utf8' });
  return links + execFileSync('tc', ['qdisc', 'show'], { encoding: 'utf8' });
}

interface StartedLab {
  readonly child: ChildProcess;
  readonly output: { readonly stdout: string; readonly stderr: string };
  readonly exited: Promise<number | null>;
}

function startLab(args: readonly string[], project: string = join(scripts, '..')): StartedLab {
  const script = join(project, 'scripts', 'kernel-lab.mjs');
  const child = spawn(process.execPath, [script, ...args], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGTERM');
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const exited = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  return { child, output, exited };
}

interface LabExit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function lab(args: readonly string[], project?: string): Promise<LabExit> {
  const { output, exited } = startLab(args, project);
  return { code: await exited, ...output };
}

/** A lab that would sleep on, and the processes that it consists of. */
async function startSleeper(
  ...options: readonly string[]
): Promise<StartedLab & { readonly guest: number[] }> {
  const command = ['--exec', 'sh', '-c', 'echo "lab $(findmnt -no TARGET -t hostfs)"; sleep 600'];
  const started = startLab([...options, ...command]);
  await becomesTrue(() => /^lab \S+\n/m.test(started.output.stdout), 30_000);
  const folder = /^lab (\/tmp\/squall-lab-\w+)$/m.exec(started.output.stdout)?.[1];
  onTestFinished(() => rmSync(folder ?? '', { recursive: true, force: true }));
  const guest = descendants(started.child.pid ?? 0);
  expect(guest.length).toBeGreaterThan(2);
  return { ...started, guest };
}

function descendants(ancestor: number): number[] {
  const children = listPids().filter((pid) => parentOf(pid) === ancestor);
  return children.flatMap((pid) => [pid, ...descendants(pid)]);
}

/** 0 for a process that has ended. */
function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return 0;
  }
}
