import { link, readFile } from 'node:fs/promises';

import { codeOf } from '../core/errors.ts';
import { isRecord } from '../core/is-record.ts';
import { startTimeOf, type ProcessIdentity } from './process-identity.ts';

/** Who holds something, as its file says; other fields say more. */
export type Holder = ProcessIdentity & Readonly<Record<string, unknown>>;

/** This process, for a file that says so. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? '' };
}

/** Undefined when there is no file, or it names no process. */
export async function readHolder(path: string): Promise<Holder | undefined> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { pid, startTime } = value;
  if (typeof pid !== 'number' || typeof startTime !== 'string') return undefined;
  return { ...value, pid, startTime };
}

/** Gives a finished file its name, with what is in it and never over another; false when the name is taken. */
export async function linkIfFree(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}
