import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { EpochMilliseconds } from '../core/clock.ts';
import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { fileReason } from '../core/file-reason.ts';
import { createNew, makeFolder } from '../core/make-folder.ts';

/** For the owner only. */
const PRIVATE = 0o700;

/** Where one run leaves its artefacts. */
export interface RunFolder {
  /** `20261121T213000Z-last-mile-3f9a`: sorts by time, says what it was, never collides. */
  readonly id: string;
  readonly path: string;
  file(name: string): string;
}

const RUN_ID = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-(.+)-[\da-f]{4}$/;

/** What the name of a run folder says; undefined for a name that no run has given. */
export function parseRunId(
  id: string,
): { readonly scenario: string; readonly started: EpochMilliseconds } | undefined {
  const [, year, month, day, hour, minute, second, scenario] = RUN_ID.exec(id) ?? [];
  if (scenario === undefined) return undefined;
  const started = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(started) ? undefined : { scenario, started };
}

/**
 * Creates `<out>/<id>/` with a folder for logs, readable by its owner only: headers and logs may be private. A folder that
 * is there already is another run's, with a journal of its own, so the next `suffix` is tried.
 */
export function createRunFolder(
  out: string,
  { scenario, started }: { readonly scenario: string; readonly started: EpochMilliseconds },
  suffix: () => string = () => randomBytes(2).toString('hex'),
): RunFolder {
  const stamp = new Date(started).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  try {
    makeFolder(out, PRIVATE);
    for (;;) {
      const id = `${stamp}-${scenario}-${suffix()}`;
      const folder = path.resolve(out, id);
      if (!createNew(folder, PRIVATE)) continue;
      createNew(path.join(folder, 'logs'), PRIVATE);
      return { id, path: folder, file: (name) => path.join(folder, name) };
    }
  } catch (error) {
    throw new SquallError('run-folder', `cannot create a run folder in \`${out}\`: ${fileReason(error)}`, {
      exitCode: EXIT_CODES.environment,
      hint: 'name a folder that you can write to with `--out DIR`',
      cause: error,
    });
  }
}
