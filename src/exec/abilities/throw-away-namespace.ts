import { once } from 'node:events';

import type { Milliseconds } from '../../core/clock.ts';
import { reasonOf, SquallError } from '../../core/errors.ts';
import { endGroup } from '../group-signals.ts';
import { OutputTail } from '../output-tail.ts';
import { spawnGroup, type GroupLeader } from '../spawn.ts';
import { complaintIn, TOOL_ENVIRONMENT, tryCommand, type Attempt, type TryOptions } from './try-command.ts';

/**
 * A network namespace, and one for mounts, without a name: it lives in a process that ends with this one, and takes with it whatever
 * was put into it.
 */
export interface ThrowAwayNamespace {
  readonly kind: 'open';
  /** `borrowed`: only within a user namespace, so what works here need not work on the machine's own network. */
  readonly rights: 'own' | 'borrowed';
  run(argv: readonly string[]): Promise<Attempt>;
  close(): Promise<void>;
}

export interface NoNamespace {
  readonly kind: 'refused';
  /** What the system said to the attempt with this program's own rights. */
  readonly reason: string;
  /** Whether the program that makes namespaces is not installed. */
  readonly isToolMissing: boolean;
}

const OPEN_WITHIN: Milliseconds = 5000;
const WORD = 'open';

/** Opens one with this program's own rights, else within a user namespace. Rejects when `signal` aborts. */
export async function openThrowAwayNamespace(options: TryOptions): Promise<ThrowAwayNamespace | NoNamespace> {
  const own = await enter([], options);
  if (own.kind === 'entered') return namespaceOf(own.leader, 'own', options);
  const borrowed = await enter(['--user', '--map-root-user'], options);
  if (borrowed.kind === 'entered') return namespaceOf(borrowed.leader, 'borrowed', options);
  return own;
}

interface Entered {
  readonly kind: 'entered';
  readonly leader: GroupLeader;
}

async function enter(
  flags: readonly string[],
  { clock, signal }: TryOptions,
): Promise<Entered | NoNamespace> {
  signal.throwIfAborted();
  let leader: GroupLeader;
  try {
    leader = await spawnGroup({
      // `cat` holds the namespaces until the pipe to it is closed, as it is when this process ends, however it does.
      argv: ['unshare', ...flags, '--net', '--mount', 'cat'],
      env: TOOL_ENVIRONMENT,
      cwd: '/',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    const isToolMissing = error instanceof SquallError && error.code === 'command-not-found';
    return { kind: 'refused', reason: reasonOf(error), isToolMissing };
  }
  const { child, exited } = leader;
  const complaint = new OutputTail(4096);
  child.stderr?.on('data', (chunk: Buffer) => complaint.push(chunk));
  child.stdin?.on('error', () => {}).write(`${WORD}\n`);
  const waiting = new AbortController();
  const opened = child.stdout === null ? Promise.resolve([]) : once(child.stdout, 'data', waiting);
  const late = clock.sleep(OPEN_WITHIN, AbortSignal.any([waiting.signal, signal]));
  const isOpen = await Promise.race([
    opened.then(() => true),
    exited.then(() => false),
    late.then(() => false),
  ]).catch(() => false);
  waiting.abort();
  if (isOpen && !signal.aborted) return { kind: 'entered', leader };
  await endGroup(leader.pid, { clock, within: 0 });
  signal.throwIfAborted();
  return { kind: 'refused', reason: complaintIn(complaint.text()), isToolMissing: false };
}

function namespaceOf(
  { pid }: GroupLeader,
  rights: ThrowAwayNamespace['rights'],
  options: TryOptions,
): ThrowAwayNamespace {
  const user = rights === 'own' ? [] : ['--user', '--preserve-credentials'];
  const enterIt = ['nsenter', '--target', String(pid), ...user, '--net', '--mount'];
  return {
    kind: 'open',
    rights,
    run: async (argv) => await tryCommand([...enterIt, ...argv], options),
    close: async () => {
      await endGroup(pid, { clock: options.clock, within: 1000 });
    },
  };
}
