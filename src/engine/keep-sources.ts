import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunRequest } from './context.ts';
import type { RunFolder } from './run-folder.ts';

/** For the owner only. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/**
 * Keeps the scenario as it was read, so that it can be run again: its own text as `scenario.yaml`, and where it is made of several
 * files all of them below `sources`, as they lay to each other.
 */
export function keepSources(
  { text, sources = [], base }: Pick<RunRequest, 'text' | 'sources' | 'base'>,
  folder: RunFolder,
): void {
  if (text !== undefined) writeFileSync(folder.file('scenario.yaml'), text, { mode: PRIVATE_FILE });
  const files = sources.map((source) => ({ ...source, at: path.resolve(base, source.path) }));
  const top = commonFolder(files.map(({ at }) => path.dirname(at)));
  for (const file of files) {
    const copy = folder.file(path.join('sources', path.relative(top, file.at)));
    mkdirSync(path.dirname(copy), { recursive: true, mode: PRIVATE_FOLDER });
    writeFileSync(copy, file.text, { mode: PRIVATE_FILE });
  }
}

/** The deepest folder that holds all of these. */
function commonFolder(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map((folder) => folder.split(path.sep));
  const differs = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return (differs === -1 ? first : first.slice(0, differs)).join(path.sep) || path.sep;
}
