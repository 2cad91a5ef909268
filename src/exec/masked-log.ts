import type { ChildProcess } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import type { Masker } from '../core/mask.ts';
import { maskedStream } from './masked-stream.ts';

/** Appends to the log what the process says, masked; resolves when both its streams have ended. */
export async function writeMasked(child: ChildProcess, log: FileHandle, mask: Masker): Promise<void> {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  await Promise.all(streams.map((stream) => copyMasked(stream, log, mask)));
}

async function copyMasked(stream: Readable, log: FileHandle, mask: Masker): Promise<void> {
  const masked = stream.pipe(maskedStream(mask));
  // A destroyed stream closes without an end, and what is pending would be lost.
  stream.once('close', () => masked.end());
  for await (const text of masked as AsyncIterable<Buffer>) {
    // A full disk costs lines of the log; it must not block or kill the process that writes them.
    await log.appendFile(text).catch(() => {});
  }
}
