import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Finding } from '../../exec/abilities/finding.ts';

/** Looks for a program on the path; that it works is not tried. */
export async function findProgram(names: readonly string[], path: string): Promise<Finding> {
  const candidates = names.flatMap((name) =>
    path
      .split(delimiter)
      .filter((folder) => folder !== '')
      .map((folder) => join(folder, name)),
  );
  for (const file of candidates) {
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return { kind: 'yes', detail: `found: ${file}` };
  }
  return { kind: 'no', reason: 'not found' };
}
