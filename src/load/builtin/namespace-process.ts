import { sendSignal } from '../../exec/group-signals.ts';
import { commandIn } from '../../exec/network/named-namespace.ts';
import { programFile } from '../../exec/program-file.ts';
import { describeExit, spawnGroup } from '../../exec/spawn.ts';
import type { LoadHome, ExchangeSink, RunningLoad } from '../load.ts';
import type { FromThread, LoadStart } from './messages.ts';
import { RemoteLoad } from './remote-load.ts';

/**
 * Runs loads in a process of their own in a network namespace; resolves when it is ready to send. Its clock is ours: the monotonic
 * one belongs to the kernel.
 * @throws SquallError `load-process-failed`, and as `spawnGroup`.
 */
export async function startInNamespace(
  { namespace, env }: LoadHome,
  start: LoadStart,
  sink: ExchangeSink,
): Promise<RunningLoad> {
  const { child, pid, exited } = await spawnGroup({
    argv: commandIn({ name: namespace }, [process.execPath, programFile('load/builtin/process-main')]),
    env,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const load = new RemoteLoad(
    {
      kind: 'process',
      // What cannot be sent any more is told by the exit.
      post: (message) => void child.send(message, () => {}),
      terminate: () => void sendSignal(-pid, 'SIGKILL'),
    },
    start.specs.map(({ name }) => name),
    sink,
  );
  child.on('message', (message: FromThread) => load.receive(message));
  void exited.then((exit) => load.end(describeExit(exit)));
  child.send(start, () => {});
  await load.ready();
  return load;
}
