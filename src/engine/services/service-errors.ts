import { SquallError } from '../../core/errors.ts';
import { readLogTail } from '../../exec/log-tail.ts';
import { lastLines } from '../../exec/output-tail.ts';

const TAIL_LINES = 10;

/** An error about a service, whose hint shows how its log ends. The log is complete. */
export async function serviceError(code: string, message: string, log: string): Promise<SquallError> {
  const lines = lastLines(await readLogTail(log), TAIL_LINES);
  const tail =
    lines.length === 0 ? 'it is empty' : `it ends with:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  return new SquallError(code, message, { hint: `read its log, \`${log}\`; ${tail}` });
}
