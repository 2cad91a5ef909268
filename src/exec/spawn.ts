import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';

import { codeOf, SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { startTimeOf, type ProcessIdentity } from './process-identity.ts';

/** The whole environment of a process: nothing is inherited beside it. */
export type Environment = Readonly<Record<string, string>>;

export interface SpawnOptions {
  /** Program and arguments; no shell ever reads them. */
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly cwd: string;
  readonly stdio: StdioOptions;
}

/** How a process ended: by a code of its own, or by a signal. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that leads a session and a process group of its own, both numbered `pid`. */
export interface GroupLeader extends ProcessIdentity {
  readonly child: ChildProcess;
  readonly exited: Promise<ProcessExit>;
}

/**
 * Starts a process in its own session and group, out of reach of the terminal's Ctrl-C.
 * @throws SquallError `command-not-found`, `command-not-executable`, `folder-not-found` or `command-not-started`, exit code 3.
 */
export async function spawnGroup(options: SpawnOptions): Promise<GroupLeader> {
  const [program, ...args] = options.argv;
  if (program === undefined || program === '') {
    throw notAble('command-not-found', 'the command is empty, expected a program and its arguments');
  }
  // spawn reports a missing folder as a missing program.
  if (!(await isFolder(options.cwd))) {
    throw notAble('folder-not-found', `\`${options.cwd}\`, where \`${program}\` is to run, is not a folder`);
  }
  const child = spawnOrExplain(program, args, options);
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  if (child.pid === undefined) {
    const [error]: unknown[] = await once(child, 'error');
    throw explain(error, program);
  }
  // Read in the same turn as the spawn: a process that dies at once is not yet reaped and still has its record.
  return { pid: child.pid, startTime: startTimeOf(child.pid) ?? '', child, exited };
}

/** "exited with code 3" or "was killed by SIGKILL", to follow the name of a process. */
export function describeExit(exit: ProcessExit): string {
  return exit.signal === null ? `exited with code ${exit.code}` : `was killed by ${exit.signal}`;
}

function spawnOrExplain(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  try {
    return spawn(program, args, {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: options.stdio,
      detached: true,
      shell: false,
      windowsHide: true,
    });
  } catch (error) {
    throw explain(error, program);
  }
}

function explain(error: unknown, program: string): SquallError {
  const reason = codeOf(error);
  if (reason === 'ENOENT') {
    return notAble('command-not-found', `\`${program}\` was not found`, {
      cause: error,
      hint: 'install it, add its folder to PATH, or write its path; if the file is there, its `#!` line names a missing program',
    });
  }
  if (reason === 'EACCES') {
    return notAble('command-not-executable', `\`${program}\` may not be executed`, {
      cause: error,
      hint: `run \`chmod +x ${program}\`, or name the program that reads it first, as in [node, ${program}]`,
    });
  }
  const text = error instanceof Error ? error.message : String(error);
  return notAble('command-not-started', `\`${program}\` could not be started: ${text}`, { cause: error });
}

function notAble(
  code: string,
  message: string,
  options: { readonly cause?: unknown; readonly hint?: string } = {},
): SquallError {
  return new SquallError(code, message, { ...options, exitCode: EXIT_CODES.environment });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
