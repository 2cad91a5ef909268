import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Clock } from '../../core/clock.ts';
import { reasonOf } from '../../core/errors.ts';
import type { Finding } from '../../exec/abilities/finding.ts';
import { CAN_FIND_MARKED, findMarked, RUN_MARKER } from '../../exec/marked-processes.ts';
import { endGroup } from '../../exec/group-signals.ts';
import { spawnGroup } from '../../exec/spawn.ts';

/** Of package.json's `engines`. */
const OLDEST_NODE = [20, 19] as const;

/** Whether this Node is one that Squall is tested with. */
export function tryNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const isRecent = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return isRecent
    ? { kind: 'yes', detail: version }
    : { kind: 'no', reason: `${version}, expected v${oldestMajor}.${oldestMinor} or later` };
}

/** Listens on a loopback address and connects to that. */
export async function tryLoopback(host: string): Promise<Finding> {
  const server = createServer((socket) => socket.end());
  try {
    server.listen({ host, port: 0 });
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the system gave no port');
    const socket = connect(address.port, host);
    socket.resume();
    await once(socket, 'close');
    return { kind: 'yes', detail: host };
  } catch (error) {
    return { kind: 'no', reason: reasonOf(error) };
  } finally {
    server.close();
  }
}

/** Starts a process with a mark and looks for it, as the reaper does for what has left its group. */
export async function tryMarker(clock: Clock): Promise<Finding> {
  if (!CAN_FIND_MARKED) return { kind: 'no', reason: 'only Linux shows the environment of a process' };
  const marker = { [RUN_MARKER]: `doctor-${process.pid}` };
  try {
    // Ends when the pipe to it closes, also when this process is killed.
    const env = { ...marker, PATH: '/usr/bin:/bin' };
    const { pid } = await spawnGroup({ argv: ['cat'], env, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'] });
    const isFound = findMarked(marker).some((found) => found.pid === pid);
    await endGroup(pid, { clock, within: 1000 });
    if (isFound) return { kind: 'yes', detail: 'what leaves its process group is found again' };
    return { kind: 'no', reason: 'the environment of a process of ours cannot be read' };
  } catch (error) {
    return { kind: 'no', reason: reasonOf(error) };
  }
}
