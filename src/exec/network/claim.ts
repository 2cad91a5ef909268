import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { reasonOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { linkIfFree, ownIdentity, readHolder } from '../holder-file.ts';
import { isRunning, type ProcessIdentity } from '../process-identity.ts';
import type { InterfaceRef } from './namespace.ts';

/** Where claims are; like the qdiscs that they stand for, it is empty after a restart of the machine. */
export const CLAIMS_FOLDER = '/run/squall';

const READABLE_FOLDER = 0o755;
const READABLE_FILE = 0o644;

const CLAIM_NAME = /^(\d+)-([^/]+)\.json$/;
/** Of every id of a run; no slash, which would lead elsewhere. */
const RUN_NAME = /^\w[\w.-]*$/;

/** One run's hold on one interface: a file that says whose it is. */
export interface Claim {
  readonly path: string;
  readonly run: string;
}

/** What is in the file. */
export interface ClaimHolder extends ProcessIdentity {
  readonly run: string;
  /** The run's folder, where its journal is. */
  readonly folder?: string;
}

export function claimPath(folder: string, { inode, device }: InterfaceRef): string {
  return join(folder, `${inode}-${device}.json`);
}

/** Whether it can be one of this machine's: what a journal names beside them is not ours to remove. */
export function isClaim({ path, run }: Claim): boolean {
  const name = basename(path);
  return CLAIM_NAME.test(name) && path === join(CLAIMS_FOLDER, name) && RUN_NAME.test(run);
}

/**
 * Takes the claim, unless another run has it; the run's own can be of a namespace that is gone, whose number another has been given. One
 * whose run was killed does not count; whether that run has left something on the
 * interface is not asked here.
 * @param folder the run's own
 * @returns the holder when it is taken
 * @throws SquallError `claim-not-written`, exit code 3.
 */
export async function takeClaim(claim: Claim, folder?: string): Promise<ClaimHolder | undefined> {
  const { path, run } = claim;
  const own: ClaimHolder = { run, ...ownIdentity(), ...(folder !== undefined && { folder }) };
  const draft = draftPath(claim);
  try {
    await makeReadableFolder(dirname(path));
    await writeFile(draft, JSON.stringify(own));
    await chmod(draft, READABLE_FILE);
    while (!(await linkIfFree(draft, path))) {
      const holder = await readClaim(path);
      if (holder?.run === run) return undefined;
      if (holder !== undefined && isRunning(holder)) return holder;
      await removeStale(claim);
    }
    return undefined;
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

/** A claim that was found dead can have been taken over since: by its name alone it would be another run's that is removed. */
async function removeStale(claim: Claim): Promise<void> {
  const { path } = claim;
  const aside = asidePath(claim);
  try {
    await rename(path, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  const moved = await readClaim(aside);
  if (moved !== undefined && isRunning(moved)) await linkIfFree(aside, path);
  await rm(aside, { force: true });
}

/** Also under a umask that gives others nothing: they are told who has an interface. */
async function makeReadableFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made !== undefined) await chmod(folder, READABLE_FOLDER);
}

/** Gives the claim back if it is this run's. Idempotent. */
export async function releaseClaim(claim: Claim): Promise<void> {
  const { path, run } = claim;
  await Promise.all(
    [draftPath(claim), asidePath(claim)].map(async (each) => await rm(each, { force: true })),
  );
  if ((await readClaim(path))?.run === run) await rm(path, { force: true });
}

/** Who holds a claim; undefined when nobody does, or the file is no claim. */
export async function readClaim(path: string): Promise<ClaimHolder | undefined> {
  const holder = await readHolder(path);
  if (holder === undefined || typeof holder['run'] !== 'string') return undefined;
  const { run, pid, startTime, folder } = holder;
  return { run, pid, startTime, ...(typeof folder === 'string' && { folder }) };
}

/** The claims of this machine, of runs that live and of others. */
export async function listClaims(folder: string): Promise<ClaimHolder[]> {
  const names = await readdir(folder).catch(() => []);
  const claims = names.filter((name) => name.endsWith('.json')).map((name) => readClaim(join(folder, name)));
  return (await Promise.all(claims)).filter((claim) => claim !== undefined);
}

/** The claims of one run, and what each is on; under what name its namespace is known does not matter any more. */
export async function claimsOf(
  folder: string,
  run: string,
): Promise<{ readonly claim: Claim; readonly at: InterfaceRef }[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names.map(async (name) => {
    const [, inode, device] = CLAIM_NAME.exec(name) ?? [];
    const path = join(folder, name);
    if (device === undefined || (await readClaim(path))?.run !== run) return [];
    return [{ claim: { path, run }, at: { netns: 'host', device, inode: Number(inode) } as const }];
  });
  return (await Promise.all(found)).flat();
}

/** Known from the claim alone, so that what a run left that was killed while it wrote is found. */
function draftPath({ path, run }: Claim): string {
  return `${path}.${run}`;
}

function asidePath(claim: Claim): string {
  return `${draftPath(claim)}.stale`;
}
