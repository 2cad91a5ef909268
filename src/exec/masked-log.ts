import type { ChildProcess } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import type { Duplex, Readable } from 'node:stream';

import type { Masker } from '../core/mask.ts';
import { maskedStream } from './masked-stream.ts';

export interface LogWriting {
  readonly mask: Masker;
  /** What stdout passes through on its way to the log. */
  readonly filter?: Duplex;
}

/** Appends to the log what the process says, masked; resolves when both its streams have ended. */
export async function writeMasked(
  child: ChildProcess,
  log: FileHandle,
  { mask, filter }: LogWriting,
): Promise<void> {
  const stdout = child.stdout !== null && filter !== undefined ? joined(child.stdout, filter) : child.stdout;
  const streams = [stdout, child.stderr].filter((stream) => stream !== null);
  await Promise.all(streams.map((stream) => copyMasked(stream, log, mask)));
}

async function copyMasked(stream: Readable, log: FileHandle, mask: Masker): Promise<void> {
  const masked = joined(stream, maskedStream(mask));
  for await (const text of masked as AsyncIterable<Buffer>) {
    // A full disk costs lines of the log; it must not block or kill the process that writes them.
    await log.appendFile(text).catch(() => {});
  }
}

function joined(stream: Readable, next: Duplex): Duplex {
  // A destroyed stream closes without an end, and what is pending would be lost.
  stream.once('close', () => next.end());
  return stream.pipe(next);
}
