import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { renderIndex, type IndexedCall } from '../report/index-page/page.ts';
import type { Io } from './io.ts';
import { writeReport } from './write-artefacts.ts';

/** What servers of files show of a folder. */
const INDEX_FILE = 'index.html';

export interface IndexOptions {
  /** Where the run folders are. */
  readonly out: string;
  /** Where it was asked for. */
  readonly asked?: string | undefined;
}

/**
 * Leaves the page of a whole call where it was asked for; without that, of several scenarios, beside the run folders, in place of the
 * one of the call before.
 * @returns where it is
 * @throws SquallError `file-not-written` where it was asked for.
 */
export function writeIndex(call: IndexedCall, { out, asked }: IndexOptions, io: Io): string | undefined {
  if (call.runs.length === 0) return undefined;
  if (asked !== undefined) return leaveIndex(call, asked);
  if (call.runs.length + call.notStarted.length < 2) return undefined;
  try {
    const file = path.join(out, INDEX_FILE);
    if (isForeign(file)) throw foreign(file);
    return leaveIndex(call, file);
  } catch (error) {
    // Nobody asked for it by name, so that it cannot be written changes no exit code.
    if (!(error instanceof SquallError)) throw error;
    io.err(`warning: the index of the scenarios: ${error.message}; name a file with \`--index FILE\`\n`);
    return undefined;
  }
}

function leaveIndex(call: IndexedCall, file: string): string {
  const runs = call.runs.map(({ report, ...run }) => ({
    ...run,
    report: report === undefined ? undefined : addressFrom(path.dirname(file), report),
  }));
  writeReport(file, renderIndex({ ...call, runs }));
  return file;
}

/** A relative reference in which no part of a path can be taken for a scheme, a query or a fragment. */
function addressFrom(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).map(encodeURIComponent).join('/');
}

const MARK = '<meta name="generator" content="Squall ';
const HEAD_BYTES = 4096;

/** Whether somebody else's page is there. */
function isForeign(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    const descriptor = openSync(file, 'r');
    const head = Buffer.alloc(HEAD_BYTES);
    const length = readSync(descriptor, head);
    closeSync(descriptor);
    return !head.toString('utf8', 0, length).includes(MARK);
  } catch {
    return true;
  }
}

function foreign(file: string): SquallError {
  return new SquallError('file-not-written', `\`${file}\` is a page of somebody else, and stays as it is`, {
    exitCode: EXIT_CODES.environment,
  });
}
