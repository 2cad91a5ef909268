import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { fileReason } from '../../core/file-reason.ts';
import { ownIdentity, readHolder } from '../holder-file.ts';
import { isRunning, type ProcessIdentity } from '../process-identity.ts';
import type { InterfaceRef } from './namespace.ts';

/** Where claims are; like the qdiscs that they stand for, it is empty after a restart of the machine. */
export const CLAIMS_FOLDER = '/run/squall';

const READABLE_FOLDER = 0o755;
const READABLE_FILE = 0o644;

const CLAIM_NAME = /^(\d+)-([^/]+)\.json$/;
/** Of every id of a run; no slash, which would lead elsewhere. */
const RUN_NAME = /^\w[\w.-]*$/;

/** Of two that come at once, one has gone after this many looks, unless it stands still. */
const MOST_LOOKS = 200;

/**
 * One run's hold on one interface: a file `PATH.RUN`, so that nobody ever has to remove or replace another's. Who has written one has the
 * interface unless another's was there before.
 */
export interface Claim {
  /** The interface's. */
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
 * whose run was killed does not count; whether that run has left something on the interface is not asked here.
 *
 * Everybody writes first and looks then, so that of two at least one sees the other (Dekker); the one with the lower name stays.
 * @param folder the run's own
 * @returns the holder when it is taken
 * @throws SquallError `claim-not-written`, exit code 3.
 */
export async function takeClaim(claim: Claim, folder?: string): Promise<ClaimHolder | undefined> {
  const { path, run } = claim;
  try {
    const [earlier] = await findRivals(claim);
    if (earlier !== undefined) return earlier;
    await writeClaim(claim, { run, ...ownIdentity(), ...(folder !== undefined && { folder }) });
    for (let looks = 1; ; looks += 1) {
      const [rival] = await findRivals(claim);
      if (rival === undefined) break;
      if (rival.run > run && looks < MOST_LOOKS) continue;
      await releaseClaim(claim);
      return rival;
    }
    await removeDead(claim);
    return undefined;
  } catch (error) {
    throw new SquallError(
      'claim-not-written',
      `the claim \`${path}\` could not be written: ${fileReason(error)}`,
      {
        cause: error,
        hint: 'run as a user that can write there',
        exitCode: EXIT_CODES.environment,
      },
    );
  }
}

/** Other runs that live and have the claim, or are about to; the one with the lowest name first. */
async function findRivals({ path, run }: Claim): Promise<ClaimHolder[]> {
  const holders = (await listHolders(path)).filter((holder) => holder.run !== run && isRunning(holder));
  return holders.toSorted((a, b) => (a.run < b.run ? -1 : 1));
}

/** Under its name it is whole. */
async function writeClaim(claim: Claim, own: ClaimHolder): Promise<void> {
  const draft = draftPath(claim);
  await makeReadableFolder(dirname(claim.path));
  await writeFile(draft, JSON.stringify(own));
  await chmod(draft, READABLE_FILE);
  await rename(draft, filePath(claim));
}

async function removeDead({ path }: Claim): Promise<void> {
  const dead = (await listHolders(path)).filter((holder) => !isRunning(holder));
  await Promise.all(dead.map(async ({ run }) => await releaseClaim({ path, run })));
}

/** Also under a umask that gives others nothing: they are told who has an interface. */
async function makeReadableFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made !== undefined) await chmod(folder, READABLE_FOLDER);
}

/** Gives the claim back if it is this run's. Idempotent. */
export async function releaseClaim(claim: Claim): Promise<void> {
  await Promise.all([draftPath(claim), filePath(claim)].map(async (file) => await rm(file, { force: true })));
}

/** Who holds a claim, rather one that lives; undefined when nobody does. */
export async function readClaim(path: string): Promise<ClaimHolder | undefined> {
  const holders = await listHolders(path);
  return holders.find((holder) => isRunning(holder)) ?? holders[0];
}

/**
 * Whether an interface is another run's by now, and no longer this one's to undo. Beside a run that lives and has it, others' files can be
 * there for as long as it takes them to see that.
 */
export async function isOthers({ path, run }: Claim): Promise<boolean> {
  const holders = await listHolders(path);
  const own = holders.find((holder) => holder.run === run);
  if (own === undefined) return holders.length > 0;
  return !isRunning(own) && holders.some((holder) => holder.run !== run && isRunning(holder));
}

/** Everybody whose file is there, also of runs that are gone. */
async function listHolders(path: string): Promise<ClaimHolder[]> {
  const names = await readdir(dirname(path)).catch(() => []);
  const files = names.filter((name) => name.startsWith(`${basename(path)}.`));
  const holders = await Promise.all(
    files.map(async (name) => await readClaimFile(join(dirname(path), name))),
  );
  return holders.filter((holder) => holder !== undefined);
}

/** What is no claim, or was cut off, is nobody's; neither is a copy under another run's name. */
async function readClaimFile(file: string): Promise<ClaimHolder | undefined> {
  const holder = await readHolder(file);
  const run = holder?.['run'];
  if (holder === undefined || typeof run !== 'string' || !file.endsWith(`.json.${run}`)) return undefined;
  const { pid, startTime, folder } = holder;
  return { run, pid, startTime, ...(typeof folder === 'string' && { folder }) };
}

/** The claims of this machine, of runs that live and of others. */
export async function listClaims(folder: string): Promise<ClaimHolder[]> {
  const names = await readdir(folder).catch(() => []);
  const claims = names.map(async (name) => await readClaimFile(join(folder, name)));
  return (await Promise.all(claims)).filter((claim) => claim !== undefined);
}

/** The claims of one run, and what each is on; under what name its namespace is known does not matter any more. */
export async function claimsOf(
  folder: string,
  run: string,
): Promise<{ readonly claim: Claim; readonly at: InterfaceRef }[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => {
    const place = name.endsWith(`.${run}`) ? name.slice(0, -run.length - 1) : '';
    const [, inode, device] = CLAIM_NAME.exec(place) ?? [];
    if (device === undefined) return [];
    const claim = { path: join(folder, place), run };
    return [{ claim, at: { netns: 'host', device, inode: Number(inode) } as const }];
  });
}

function filePath({ path, run }: Claim): string {
  return `${path}.${run}`;
}

/** Known from the claim alone, so that what a run left that was killed while it wrote is found. */
function draftPath(claim: Claim): string {
  return `${filePath(claim)}.draft`;
}
