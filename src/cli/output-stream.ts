import { once } from 'node:events';
import { fileReason } from '../core/file-reason.ts';

export interface Output {
  write(text: string): void;
  /** Resolves when the stream takes more: false when it never will again. */
  ready(): Promise<boolean>;
}

/**
 * Writes to a stream until that fails, and then no more: neither a reader that went away, as in
 * `scenario plan x.yaml | head`, nor a full disk may end a run that has things to put back. `lost` hears the reason,
 * except of a reader that had enough.
 */
export function outputTo(stream: NodeJS.WriteStream, lost: (reason: string) => void): Output {
  let failed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (failed) return;
    failed = true;
    if (error.code !== 'EPIPE') lost(fileReason(error));
  });
  return {
    write: (text) => {
      if (!failed) stream.write(text);
    },
    ready: async () => {
      if (!failed && stream.writableNeedDrain) await once(stream, 'drain').catch(() => {});
      return !failed;
    },
  };
}
