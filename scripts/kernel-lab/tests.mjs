// Runs test files in one guest or several, and puts together what they report.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createFolder, removeFolder, runInGuest } from './guest.mjs';
import { numberLines } from './number-lines.mjs';

/** What vitest leaves of a run so that it can be merged with others and reported later. */
const BLOB = 'blob.json';

/**
 * @param {{ docker: boolean, files: string[] }[][]} places the guests of each run one after the other, all places at the same time
 * @param {{ root: string, reports: string[], others: string[], memory: string | undefined, signal: AbortSignal }} options `reports` are
 *   the arguments of vitest that choose reports, `others` its other ones
 * @returns {Promise<number>} 0 when all guests have run all of their tests and none has failed
 */
export async function runTests(places, options) {
  const blobs = mkdtempSync(join(tmpdir(), 'squall-blobs-'));
  const several = places.flat().length > 1;
  const runPlace = async (guests, place) => {
    const statuses = [];
    for (const [turn, guest] of guests.entries()) {
      if (options.signal.aborted) break;
      const name = `${place + 1}.${turn + 1}`;
      const output = several ? numberLines(name) : undefined;
      statuses.push(await runFiles(guest, { ...options, place, output, blob: join(blobs, `${name}.json`) }));
    }
    return statuses;
  };
  try {
    const statuses = (await Promise.all(places.map(runPlace))).flat();
    if (options.signal.aborted) return 1;
    if (several || options.reports.length > 0) statuses.push(await report(blobs, options));
    return Math.max(...statuses);
  } finally {
    rmSync(blobs, { recursive: true, force: true });
  }
}

async function runFiles({ docker, files }, { root, others, memory, signal, place, output, blob }) {
  const folder = createFolder();
  const left = join(folder, 'reports', BLOB);
  const reporters = ['--reporter=default', '--reporter=blob', `--outputFile.blob=${left}`];
  const command = [...vitest(), ...reporters, ...others, ...files];
  try {
    const status = await runInGuest({ folder, command, cwd: root, memory, docker, signal, place, output });
    if (existsSync(left)) copyFileSync(left, blob);
    if (status === undefined && !signal.aborted)
      console.error(`kernel-lab: the guest of ${files.join(', ')} ended before its tests did`);
    return status ?? 1;
  } finally {
    removeFolder(folder);
  }
}

async function report(blobs, { root, reports }) {
  if (readdirSync(blobs).length === 0) return 1;
  const [program, ...args] = [...vitest(), `--merge-reports=${blobs}`, ...reports];
  const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  return code ?? 1;
}

function vitest() {
  const file = createRequire(import.meta.url)
    .resolve('vitest/package.json')
    .replace('package.json', 'vitest.mjs');
  return [process.execPath, file, 'run', '--project', 'kernel'];
}
