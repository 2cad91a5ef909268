import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { EpochMilliseconds } from '../core/clock.ts';
import { reasonOf, SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';

/** Where one run leaves its artefacts. */
export interface RunFolder {
  /** `20261121T213000Z-last-mile-3f9a`: sorts by time, says what it was, never collides. */
  readonly id: string;
  readonly path: string;
  file(name: string): string;
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
    mkdirSync(out, { recursive: true, mode: 0o700 });
    for (;;) {
      const id = `${stamp}-${scenario}-${suffix()}`;
      const folder = path.resolve(out, id);
      if (!createNew(folder)) continue;
      mkdirSync(path.join(folder, 'logs'), { mode: 0o700 });
      return { id, path: folder, file: (name) => path.join(folder, name) };
    }
  } catch (error) {
    throw new SquallError('run-folder', `cannot create a run folder in \`${out}\`: ${reasonOf(error)}`, {
      exitCode: EXIT_CODES.environment,
      hint: 'name a folder that you can write to with `--out DIR`',
      cause: error,
    });
  }
}

/** False when it is there already. */
function createNew(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
