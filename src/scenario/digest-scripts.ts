import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../core/sha256.ts';
import type { Scenario } from './document.gen.ts';

/** The SHA-256 of scripts, by their names in the scenario. */
export type ScriptDigests = ReadonlyMap<string, string>;

/**
 * The digest of every k6 script that a scenario names, by which a later run knows whether it asks the same; `base` is the folder of
 * its file. What cannot be read has none: that is told before k6 is started.
 */
export async function digestScripts(cells: readonly Scenario[], base: string): Promise<ScriptDigests> {
  const loads = cells.flatMap(({ load }) => Object.values(load ?? {}));
  const names = new Set(loads.flatMap(({ k6 }) => k6?.script ?? []));
  const digests = [...names].map(async (name) => {
    const digest = await digestOf(path.resolve(base, name)).catch(() => undefined);
    return digest === undefined ? [] : [[name, digest] as const];
  });
  return new Map((await Promise.all(digests)).flat());
}

async function digestOf(file: string): Promise<string | undefined> {
  // Somebody might wait for ever to be written to.
  if (!(await stat(file)).isFile()) return undefined;
  return sha256(await readFile(file));
}
