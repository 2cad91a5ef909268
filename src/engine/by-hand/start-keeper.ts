import { open } from 'node:fs/promises';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { unpackError } from '../../core/wire-error.ts';
import { sendSignal } from '../../exec/group-signals.ts';
import { programFile } from '../../exec/program-file.ts';
import { describeExit, spawnGroup, type GroupLeader } from '../../exec/spawn.ts';
import type { RunFolder } from '../run-folder.ts';
import type { FromKeeper, Kept, KeeperOrder } from './messages.ts';

/**
 * Starts a keeper, which outlives this process, and waits until the target is impaired, read back from the kernel. When the signal
 * aborts before that, everything is undone.
 * @throws SquallError what the keeper was refused with; `keeper-not-started`, exit code 4.
 */
export async function startKeeper(
  order: KeeperOrder,
  folder: Pick<RunFolder, 'path' | 'file'>,
  signal: AbortSignal,
): Promise<Kept> {
  signal.throwIfAborted();
  const leader = await spawnKeeper(folder);
  const interrupt = (): void => void sendSignal(leader.pid, 'SIGTERM');
  signal.addEventListener('abort', interrupt, { once: true });
  // It can have been aborted while the process was started.
  if (signal.aborted) interrupt();
  try {
    const said = await firstWord(leader, order);
    // One that is told to end during its last commands still says that it is done, and then undoes it.
    if (said?.kind === 'kept' && !signal.aborted) {
      leader.child.disconnect();
      leader.child.unref();
      return said.kept;
    }
    const exit = await leader.exited;
    signal.throwIfAborted();
    if (said?.kind === 'failed') throw unpackError(said.error);
    throw new SquallError(
      'keeper-not-started',
      `the process that keeps the impairment ${describeExit(exit)}`,
      {
        hint: `read \`${folder.file(LOG)}\``,
        exitCode: EXIT_CODES.runError,
      },
    );
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

const LOG = 'keeper.log';

async function spawnKeeper(folder: Pick<RunFolder, 'path' | 'file'>): Promise<GroupLeader> {
  const log = await open(folder.file(LOG), 'a');
  try {
    return await spawnGroup({
      argv: [process.execPath, programFile('engine/by-hand/keeper-main'), folder.path],
      // Empty: the mark of a run that this one is part of would end it with that.
      env: {},
      cwd: '/',
      stdio: ['ignore', 'ignore', log.fd, 'ipc'],
    });
  } finally {
    await log.close();
  }
}

/** Undefined when it ends without a word. */
async function firstWord(
  { child, exited }: GroupLeader,
  order: KeeperOrder,
): Promise<FromKeeper | undefined> {
  return await new Promise<FromKeeper | undefined>((resolve) => {
    child.once('message', (message: FromKeeper) => resolve(message));
    void exited.then(() => resolve(undefined));
    // One that has died already is told by its exit.
    child.send(order, () => {});
  });
}
