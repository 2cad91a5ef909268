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

/** Creates `<out>/<id>/` with a folder for logs, readable by its owner only: headers and logs may be private. */
export function createRunFolder(out: string, scenario: string, started: EpochMilliseconds): RunFolder {
  const stamp = new Date(started).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const id = `${stamp}-${scenario}-${randomBytes(2).toString('hex')}`;
  const folder = path.resolve(out, id);
  try {
    mkdirSync(path.join(folder, 'logs'), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new SquallError('run-folder', `cannot create the run folder \`${folder}\`: ${reasonOf(error)}`, {
      exitCode: EXIT_CODES.environment,
      hint: 'name a folder that you can write to with `--out DIR`',
      cause: error,
    });
  }
  return { id, path: folder, file: (name) => path.join(folder, name) };
}
