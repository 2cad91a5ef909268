import { open, type FileHandle } from 'node:fs/promises';

import type { NetworkInterface } from '../../core/network-interface.ts';
import { noSuchNamespace } from './errors.ts';
import { locate, type InterfaceRef } from './namespace.ts';

/** Keeps the namespaces of processes open, so that the kernel gives their numbers to no others as long as something of ours is in them. */
export class HeldNamespaces {
  readonly #handles: FileHandle[] = [];

  /** As `locate`. One of a process stays until `release`, whatever becomes of the process. */
  async locate(at: NetworkInterface): Promise<InterfaceRef> {
    const found = await locate(at);
    if (typeof at.netns !== 'object' || !('pid' in at.netns)) return found;
    const handle = await open(`/proc/${at.netns.pid}/ns/net`).catch(() => {
      throw noSuchNamespace(at);
    });
    this.#handles.push(handle);
    // What is open counts: the process can have ended since it was located.
    const { ino: inode } = await handle.stat();
    return { ...found, inode, held: `/proc/${process.pid}/fd/${handle.fd}` };
  }

  /** Once nothing of ours is in them any more. */
  async release(): Promise<void> {
    await Promise.all(this.#handles.splice(0).map(async (handle) => await handle.close()));
  }
}
