import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

import { isDead, listPids, readStat } from '../exec/process-identity.ts';

/** A run that is under way, or being undone, wherever its folder is. */
export interface LiveReaper {
  readonly pid: number;
  readonly run: string;
  readonly folder: string;
}

/** The reapers that live, known by their command line; none where the system does not show it. */
export function findReapers(): LiveReaper[] {
  return listPids().flatMap((pid) => {
    const [, program = '', journal] = commandLine(pid);
    if (basename(program) !== 'reaper-main.js' || journal === undefined) return [];
    const stat = readStat(pid);
    if (stat === undefined || isDead(stat)) return [];
    const folder = dirname(journal);
    return [{ pid, run: basename(folder), folder }];
  });
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}
