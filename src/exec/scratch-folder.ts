import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PREFIX = 'squall-scratch-';
const NAME = new RegExp(`^${PREFIX}[0-9a-f]{8}$`);

/** A path for a temporary folder that nobody has yet: short, because sockets in it may have 107 characters of path. */
export function scratchPath(): string {
  return path.join(tmpdir(), `${PREFIX}${randomBytes(4).toString('hex')}`);
}

/** Whether a path can be one of ours: what else a journal names is never removed. */
export function isScratchFolder(folder: string): boolean {
  return path.isAbsolute(folder) && path.normalize(folder) === folder && NAME.test(path.basename(folder));
}

/** Removes it with all that is in it; idempotent. A process that is ending may still write there, so it is tried again. */
export async function removeScratch(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
