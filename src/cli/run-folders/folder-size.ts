import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const BLOCK_BYTES = 512;

/** Bytes that a folder takes on the disk, as `du` counts them: links are not followed, and what goes away meanwhile or is closed to us counts nothing. */
export async function sizeOnDisk(path: string): Promise<number> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return 0;
  const own = found.blocks * BLOCK_BYTES;
  if (!found.isDirectory()) return own;
  const names = await readdir(path).catch(() => []);
  const sizes = await Promise.all(names.map(async (name) => await sizeOnDisk(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, own);
}
