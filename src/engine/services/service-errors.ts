import { open } from 'node:fs/promises';

import { SquallError } from '../../core/errors.ts';
import { lastLines } from '../../exec/output-tail.ts';

const TAIL_BYTES = 16_384;
const TAIL_LINES = 10;

/** An error about a service, whose hint shows how its log ends. The log is complete. */
export async function serviceError(code: string, message: string, log: string): Promise<SquallError> {
  const lines = lastLines(await readTail(log), TAIL_LINES);
  const tail =
    lines.length === 0 ? 'it is empty' : `it ends with:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  return new SquallError(code, message, { hint: `read its log, \`${log}\`; ${tail}` });
}

async function readTail(path: string): Promise<string> {
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
