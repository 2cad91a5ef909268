import path from 'node:path';
import { HTML_FILE } from '../../core/artefacts.ts';
import type { RunLinks } from '../../report/compare-page/runs.ts';

/** The ways from a folder to the reports of runs; `folders` are by the runs' ids. */
export function linksFrom(from: string, folders: ReadonlyMap<string, string>): RunLinks {
  const way = (folder: string): string =>
    path.relative(path.resolve(from), path.resolve(folder, HTML_FILE)).replaceAll(path.sep, '/');
  return new Map([...folders].map(([id, folder]) => [id, way(folder)]));
}
