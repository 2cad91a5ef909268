import { open } from 'node:fs/promises';

const TAIL_BYTES = 16_384;

/** How a log ends: its last 16 kB. The log is complete. */
export async function readLogTail(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(size, TAIL_BYTES);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8');
  } finally {
    await file.close();
  }
}
