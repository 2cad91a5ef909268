import type { Readable } from 'node:stream';

import type { Clock, Milliseconds } from '../core/clock.ts';
import { endGroup } from './group-signals.ts';
import { lastLines, OutputTail } from './output-tail.ts';
import { spawnGroup, type Environment, type GroupLeader } from './spawn.ts';
import { outputClosed } from './output-closed.ts';

export interface CommandOptions {
  /** Program and arguments; no shell ever reads them. */
  readonly argv: readonly string[];
  /** The whole environment. */
  readonly env: Environment;
  readonly cwd: string;
  /** What it reads on stdin; absent: nothing. */
  readonly input?: string;
  /** How much of the end of its output is kept; 64 kB unless stated. */
  readonly tailBytes?: number;
  /** After this long the command and all that it started are ended. */
  readonly timeout: Milliseconds;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface CommandResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Its last `tailBytes`. */
  readonly stdout: string;
  /** Its last `tailBytes`. */
  readonly stderr: string;
  /** What it said last, on stderr where it said anything there: the line for a message. */
  readonly lastLine: string;
  readonly timedOut: boolean;
}

const TAIL_BYTES = 65_536;
/** How long SIGTERM may take before SIGKILL. */
const GRACE: Milliseconds = 2000;

/**
 * Runs a command to its end. Nothing that it started in its group outlives it.
 * @throws SquallError as `spawnGroup`, and `process-survived`; the signal's reason when it aborts, once all is ended.
 */
export async function runCommand(options: CommandOptions): Promise<CommandResult> {
  const { clock, signal, tailBytes = TAIL_BYTES } = options;
  signal.throwIfAborted();
  const stdin = options.input === undefined ? 'ignore' : 'pipe';
  const leader = await spawnGroup({ ...options, stdio: [stdin, 'pipe', 'pipe'] });
  // A command that does not read to the end breaks the pipe; what came of it is in its exit code.
  leader.child.stdin?.on('error', () => {}).end(options.input);
  const stdout = collect(leader.child.stdout, tailBytes);
  const stderr = collect(leader.child.stderr, tailBytes);
  const inTime = await exitsInTime(leader, options);
  await endGroup(leader.pid, { clock, within: GRACE });
  const exit = await leader.exited;
  await outputClosed(leader.child, clock);
  signal.throwIfAborted();
  const [lastLine = ''] = [...lastLines(stderr.text(), 1), ...lastLines(stdout.text(), 1)];
  return {
    exitCode: exit.code,
    signal: exit.signal,
    stdout: stdout.text(),
    stderr: stderr.text(),
    lastLine,
    timedOut: !inTime,
  };
}

function collect(stream: Readable | null, bytes: number): OutputTail {
  const tail = new OutputTail(bytes);
  stream?.on('data', (chunk: Buffer) => tail.push(chunk));
  return tail;
}

/** False when the timeout came first, and also when the signal did. */
async function exitsInTime(leader: GroupLeader, options: CommandOptions): Promise<boolean> {
  const waiting = new AbortController();
  const either = AbortSignal.any([options.signal, waiting.signal]);
  const timeout = options.clock.sleep(options.timeout, either).then(
    () => false,
    () => false,
  );
  const first = await Promise.race([leader.exited.then(() => true), timeout]);
  waiting.abort();
  return first;
}
