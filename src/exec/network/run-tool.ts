import type { Clock, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { runCommand } from '../command.ts';
import { RUN_MARKER } from '../marked-processes.ts';
import type { Environment } from '../spawn.ts';
import { toolMissing } from './errors.ts';

export interface ToolResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolOptions {
  readonly input?: string;
  /** Beside PATH and LC_ALL. */
  readonly env?: Environment;
  readonly signal?: AbortSignal;
}

/** Runs `tc`, `ip`, `nsenter` and the like to their end; an exit code other than 0 is the caller's to read. */
export type RunTool = (argv: readonly string[], options?: ToolOptions) => Promise<ToolResult>;

export interface ToolRunnerOptions {
  readonly clock: Clock;
  /** Where the tools are; the reaper has no environment to take it from. */
  readonly path?: string;
  /** The id of the run that they belong to: where it is undone without its runner, a tool that still works is ended first. */
  readonly run?: string;
}

const SYSTEM_PATH =
  '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/wrappers/bin:/run/current-system/sw/bin';

/** The kernel answers in milliseconds; what takes this long hangs, as on a lock that nobody gives back. */
const TIMEOUT: Milliseconds = 30_000;

/** A list of a thousand interfaces is read whole. */
const MOST_OUTPUT = 4 * 1024 * 1024;

const NOT_FOUND = /^(?:nsenter|unshare): failed to execute (\S+): No such file/m;

/**
 * @throws SquallError `tool-not-found` or `tool-hung`, exit code 3; the reason of the signal when that aborts.
 */
export function createToolRunner({ clock, path = SYSTEM_PATH, run }: ToolRunnerOptions): RunTool {
  // The words of errors are matched, so no language but this one.
  const base: Environment = { PATH: path, LC_ALL: 'C', ...(run !== undefined && { [RUN_MARKER]: run }) };
  return async (argv, { input, env = {}, signal = new AbortController().signal } = {}) => {
    const result = await runCommand({
      argv,
      env: { ...base, ...env },
      cwd: '/',
      timeout: TIMEOUT,
      tailBytes: MOST_OUTPUT,
      clock,
      signal,
      ...(input !== undefined && { input }),
    }).catch((error: unknown) => {
      const isMissing = error instanceof SquallError && error.code === 'command-not-found';
      throw isMissing ? toolMissing(argv[0] ?? '', error) : error;
    });
    if (result.timedOut) {
      throw new SquallError('tool-hung', `\`${argv.join(' ')}\` did not end within ${TIMEOUT / 1000} s`, {
        hint: 'look for another program that holds the network configuration of this machine, and try again',
        exitCode: EXIT_CODES.environment,
      });
    }
    const missing = NOT_FOUND.exec(result.stderr)?.[1];
    if (result.exitCode !== 0 && missing !== undefined) throw toolMissing(missing);
    return result;
  };
}
