import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { CONTROL_SOCKET } from '../../core/artefacts.ts';

/** What a `sockaddr_un` holds on every system, with its final zero. */
const LONGEST = 103;

export interface SocketPath {
  readonly path: string;
  /** Once nobody uses the path any more. */
  readonly release: () => Promise<void>;
}

/** A way to a folder's socket that the system takes: deep folders have longer paths than an address of a socket holds. */
export async function socketPathIn(folder: string): Promise<SocketPath> {
  const path = join(folder, CONTROL_SOCKET);
  if (Buffer.byteLength(path) <= LONGEST || process.platform !== 'linux') {
    return { path, release: async () => {} };
  }
  const handle = await open(folder, 'r');
  return {
    path: `/proc/self/fd/${handle.fd}/${CONTROL_SOCKET}`,
    release: async () => await handle.close(),
  };
}
