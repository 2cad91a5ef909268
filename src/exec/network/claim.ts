import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { reasonOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { isRecord } from '../../core/is-record.ts';
import { isRunning, startTimeOf } from '../process-identity.ts';
import type { InterfaceRef } from './namespace.ts';

/** Where claims are; like the qdiscs that they stand for, it is empty after a restart of the machine. */
export const CLAIMS_FOLDER = '/run/squall';

/** One run's hold on one interface: a file that says whose it is. */
export interface Claim {
  readonly path: string;
  readonly run: string;
}

/** What is in the file. */
export interface ClaimHolder {
  readonly run: string;
  readonly pid: number;
  readonly startTime: string;
  /** The run's folder, where its journal is. */
  readonly folder?: string;
}

export function claimPath(folder: string, { inode, device }: InterfaceRef): string {
  return join(folder, `${inode}-${device}.json`);
}

/**
 * Takes the claim, unless another run has it; the run's own can be of a namespace that is gone, whose number another has been given. One
 * whose run was killed does not count; whether that run has left something on the
 * interface is not asked here.
 * @param folder the run's own
 * @returns the holder when it is taken
 * @throws SquallError `claim-not-written`, exit code 3.
 */
export async function takeClaim({ path, run }: Claim, folder?: string): Promise<ClaimHolder | undefined> {
  const startTime = startTimeOf(process.pid) ?? '';
  const own: ClaimHolder = { run, pid: process.pid, startTime, ...(folder !== undefined && { folder }) };
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(draft, JSON.stringify(own));
    // A link is made whole or not at all, and never over another.
    if (await linkIfFree(draft, path)) return undefined;
    const holder = await readClaim(path);
    if (holder?.run === run) return undefined;
    if (holder !== undefined && isRunning(holder)) return holder;
    await rm(path, { force: true });
    return (await linkIfFree(draft, path)) ? undefined : await readClaim(path);
  } catch (error) {
    throw new SquallError(
      'claim-not-written',
      `the claim \`${path}\` could not be written: ${reasonOf(error)}`,
      {
        cause: error,
        hint: 'run as a user that can write there',
        exitCode: EXIT_CODES.environment,
      },
    );
  } finally {
    await rm(draft, { force: true }).catch(() => {});
  }
}

/** Gives the claim back if it is this run's. Idempotent. */
export async function releaseClaim({ path, run }: Claim): Promise<void> {
  if ((await readClaim(path))?.run === run) await rm(path, { force: true });
}

/** Who holds a claim; undefined when nobody does, or the file is no claim. */
export async function readClaim(path: string): Promise<ClaimHolder | undefined> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { run, pid, startTime, folder } = value;
  if (typeof run !== 'string' || typeof pid !== 'number' || typeof startTime !== 'string') return undefined;
  return { run, pid, startTime, ...(typeof folder === 'string' && { folder }) };
}

/** The claims of this machine, of runs that live and of others. */
export async function listClaims(folder: string): Promise<ClaimHolder[]> {
  const names = await readdir(folder).catch(() => []);
  const claims = names.filter((name) => name.endsWith('.json')).map((name) => readClaim(join(folder, name)));
  return (await Promise.all(claims)).filter((claim) => claim !== undefined);
}

async function linkIfFree(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
