// Runs the tests of test/kernel in a User-Mode Linux guest, which has a kernel with netem and a network of its own:
//   kernel-lab.mjs [--docker] [--memory=1G] [--deadline=600] [arguments of vitest]
//   kernel-lab.mjs [...] --exec [--] COMMAND...
// The exit status is that of vitest or of the command; 124 at the deadline. See docs/kernel-lab.md.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { createFolder, removeFolder, runInGuest } from './kernel-lab/guest.mjs';
import { parseOptions, redirectReports } from './kernel-lab/options.mjs';
import { whatIsMissing } from './kernel-lab/requirements.mjs';

const root = join(import.meta.dirname, '..');

try {
  process.exitCode = await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  console.error(`kernel-lab: ${error.message}`);
  process.exitCode = 1;
}

async function main(options) {
  const missing = whatIsMissing(options);
  if (missing !== undefined) throw new Error(missing);
  const ended = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(name, () => ended.abort(128 + constants.signals[name]));
  const timer = setTimeout(() => {
    console.error(
      `kernel-lab: ended at its deadline of ${options.deadline} s; --deadline=SECONDS gives it more`,
    );
    ended.abort(124);
  }, options.deadline * 1000);
  const folder = createFolder();
  try {
    const status = await (options.exec ? runCommand : runTests)(folder, options, ended.signal);
    if (ended.signal.aborted) return ended.signal.reason;
    if (status === undefined) throw new Error('the guest ended before its command did');
    return status;
  } finally {
    clearTimeout(timer);
    removeFolder(folder);
  }
}

async function runCommand(folder, options, signal) {
  return await runInGuest({ ...options, folder, command: options.rest, cwd: process.cwd(), signal });
}

async function runTests(folder, options, signal) {
  const { args, files } = redirectReports(options.rest, (index) => join(folder, 'reports', String(index)));
  const vitest = createRequire(import.meta.url)
    .resolve('vitest/package.json')
    .replace('package.json', 'vitest.mjs');
  const command = [process.execPath, vitest, 'run', '--project', 'kernel', ...args];
  const status = await runInGuest({ ...options, folder, command, cwd: root, signal });
  for (const { inside, outside } of files.filter((file) => existsSync(file.inside))) {
    mkdirSync(dirname(resolve(outside)), { recursive: true });
    copyFileSync(inside, outside);
  }
  return status;
}
