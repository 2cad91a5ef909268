import { codeOf } from './errors.ts';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Creates a folder with all that is missing above it. Level by level: Node's own `recursive` never returns where
 * the system says "no such file" below a folder that is there, as in /proc.
 */
export function makeFolder(folder: string, mode: number): void {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !existsSync(at); at = path.dirname(at)) missing.unshift(at);
  for (const one of missing) createNew(one, mode);
}

/** False when there is something of that name already. */
export function createNew(folder: string, mode: number): boolean {
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}
