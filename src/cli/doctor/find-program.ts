import { programOnPath } from '../../core/program-on-path.ts';
import type { Finding } from '../../exec/abilities/finding.ts';

/** Looks for a program on the path; that it works is not tried. */
export async function findProgram(names: readonly string[], path: string): Promise<Finding> {
  const file = await programOnPath(names, path);
  return file === undefined ? { kind: 'no', reason: 'not found' } : { kind: 'yes', detail: `found: ${file}` };
}
