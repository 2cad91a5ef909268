import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const PROGRAM = join(ROOT, 'bin', 'scenario.js');

export interface CliExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly pid: number;
  /** To the process itself: no npx and no shell stands in between. */
  kill(signal: NodeJS.Signals): void;
  readonly exited: Promise<CliExit>;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the built command line as a person would, without colours. */
export function startCli(args: readonly string[], { cwd, env = {} }: CliOptions): CliProcess {
  if (!existsSync(join(ROOT, 'dist', 'cli', 'main.cjs'))) {
    throw new Error('dist/ is missing: run `npm run build` before these tests');
  }
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  if (child.pid === undefined) throw new Error('node could not be started');
  return {
    pid: child.pid,
    kill: (signal) => void child.kill(signal),
    exited: once(child, 'close').then(() => ({
      code: child.exitCode,
      signal: child.signalCode,
      stdout,
      stderr,
    })),
  };
}

/** Runs the built command line to its end. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliExit> {
  return await startCli(args, options).exited;
}
