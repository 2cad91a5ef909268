import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { suggest } from '../../core/suggest.ts';
import { JOURNAL_FILE } from '../../journal/journal.ts';

export interface RunFolder {
  readonly path: string;
  /** Whether a person asked for this very run, and not for all in a folder. */
  readonly named: boolean;
}

/**
 * The run folders that the arguments stand for: run folders, folders that hold some, or names of those below `out`. Without
 * arguments, all below `out`.
 * @throws SquallError `run-not-found`, exit code 2.
 */
export async function findRunFolders(args: readonly string[], out: string): Promise<RunFolder[]> {
  if (args.length === 0) return (await runsIn(out)).map((path) => ({ path, named: false }));
  const found = new Map<string, RunFolder>();
  for (const arg of args) {
    for (const folder of await foldersOf(arg, out)) found.set(resolve(folder.path), folder);
  }
  return [...found.values()];
}

/** The folders with a journal directly below `out`, oldest first. */
export async function runsIn(out: string): Promise<string[]> {
  const paths = (await namesIn(out)).toSorted().map((name) => join(out, name));
  const held = await Promise.all(paths.map((path) => isFile(join(path, JOURNAL_FILE))));
  return paths.filter((_, index) => held[index]);
}

async function foldersOf(arg: string, out: string): Promise<RunFolder[]> {
  const candidates = [basename(arg) === JOURNAL_FILE ? dirname(arg) : arg, join(out, arg)];
  for (const path of candidates) {
    if (await isFile(join(path, JOURNAL_FILE))) return [{ path, named: true }];
  }
  const inside = await runsIn(arg);
  if (inside.length > 0) return inside.map((path) => ({ path, named: false }));
  throw await notFound(arg, out);
}

async function notFound(arg: string, out: string): Promise<SquallError> {
  const meant = suggest(
    arg,
    (await runsIn(out)).map((path) => basename(path)),
  );
  const named = 'name a run folder, or the folder that holds them';
  return new SquallError('run-not-found', `\`${arg}\` is no run folder and holds none`, {
    hint: meant === undefined ? named : `did you mean \`${join(out, meant)}\`?`,
    exitCode: EXIT_CODES.usage,
  });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
