import type { Clock, Milliseconds } from '../../core/clock.ts';
import { reasonOf } from '../../core/errors.ts';
import { runCommand } from '../command.ts';

export interface TryOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export type Attempt =
  | { readonly kind: 'done'; readonly stdout: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Users who are not root often lack the folders where `tc` and `ip` are. */
export const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The words of errors are shown, so no language but one. */
export const TOOL_ENVIRONMENT: Readonly<Record<string, string>> = { PATH: SYSTEM_PATH, LC_ALL: 'C' };

/** One `tc` takes 0.1 s on the slowest machine known. */
const TIMEOUT: Milliseconds = 5000;

/** Runs a system tool; that it fails, hangs or is missing is a result. Rejects only when `signal` aborts. */
export async function tryCommand(argv: readonly string[], { clock, signal }: TryOptions): Promise<Attempt> {
  try {
    const result = await runCommand({
      argv,
      env: TOOL_ENVIRONMENT,
      cwd: '/',
      timeout: TIMEOUT,
      clock,
      signal,
    });
    if (result.timedOut) return { kind: 'failed', reason: `no answer within ${TIMEOUT / 1000} s` };
    if (result.exitCode === 0) return { kind: 'done', stdout: result.stdout };
    return { kind: 'failed', reason: complaintIn(result.stderr) };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'failed', reason: reasonOf(error) };
  }
}

const NOISE = /^\s*$|^Command failed|^We have an error talking to the kernel/;

/** The line of a tool's standard error that says what is wrong. */
export function complaintIn(stderr: string): string {
  const line = stderr.split('\n').findLast((candidate) => !NOISE.test(candidate));
  return (
    line?.replace(/^(?:Error: |RTNETLINK answers: |unshare: |nsenter: )/, '').trim() ?? 'it gave no reason'
  );
}
