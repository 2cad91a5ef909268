import { reasonOf } from '../core/errors.ts';

export type Write = (text: string) => void;

/**
 * Writes to a stream until that fails, and then no more: neither a reader that went away, as in
 * `scenario plan x.yaml | head`, nor a full disk may end a run that has things to put back. `lost` hears the reason,
 * except of a reader that had enough.
 */
export function writerTo(stream: NodeJS.WriteStream, lost: (reason: string) => void): Write {
  let failed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (failed) return;
    failed = true;
    if (error.code !== 'EPIPE') lost(reasonOf(error));
  });
  return (text) => {
    if (!failed) stream.write(text);
  };
}
