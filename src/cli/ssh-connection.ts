import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Io } from './io.ts';

const NAME = 'SSH_CONNECTION';

/**
 * SSH_CONNECTION of the session that this program runs in; undefined where there is none. `sudo` takes it out of the environment, so
 * the processes above this one are asked as well.
 * @param proc where procfs is
 */
export function sshConnectionOf(
  { env }: Pick<Io, 'env'>,
  pid: number = process.pid,
  proc = '/proc',
): string | undefined {
  const own = env[NAME];
  if (own !== undefined) return own;
  for (let above = parentOf(pid, proc); above > 1; above = parentOf(above, proc)) {
    const variables = readText(join(proc, String(above), 'environ')).split('\0');
    const found = variables.find((variable) => variable.startsWith(`${NAME}=`));
    if (found !== undefined) return found.slice(NAME.length + 1);
  }
  return undefined;
}

/** 0 where there is none, or no procfs. */
function parentOf(pid: number, proc: string): number {
  return Number(/^PPid:\s*(\d+)$/m.exec(readText(join(proc, String(pid), 'status')))?.[1] ?? 0);
}

/** Of another user's process, or of one that has just ended, nothing can be read. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
