// Runs the tests of test/kernel in User-Mode Linux guests, which have a kernel with netem and a network of their own:
//   kernel-lab.mjs [--guests=1] [--docker] [--memory=1G] [--deadline=600] [--without=PART] [files and arguments of vitest]
//   kernel-lab.mjs [...] --exec [--] COMMAND...
// The exit status is that of vitest or of the command; 124 at the deadline. See docs/kernel-lab.md.
import { constants } from 'node:os';
import { join } from 'node:path';

import { createFolder, removeFolder, runInGuest } from './kernel-lab/guest.mjs';
import { divideArguments, parseOptions } from './kernel-lab/options.mjs';
import { whatIsMissing } from './kernel-lab/requirements.mjs';
import { chooseFiles, shareOut } from './kernel-lab/shares.mjs';
import { runTests } from './kernel-lab/tests.mjs';

const root = join(import.meta.dirname, '..');

try {
  process.exitCode = await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  console.error(`kernel-lab: ${error.message}`);
  process.exitCode = 1;
}

async function main(options) {
  const { docker, work } = options.exec ? commandOf(options) : testsOf(options);
  const missing = whatIsMissing({ docker });
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
  try {
    const status = await work(ended.signal);
    return ended.signal.aborted ? ended.signal.reason : status;
  } finally {
    clearTimeout(timer);
  }
}

function commandOf({ docker, memory, rest: command }) {
  return {
    docker,
    work: async (signal) => {
      const folder = createFolder();
      try {
        const status = await runInGuest({ folder, command, cwd: process.cwd(), memory, docker, signal });
        if (status === undefined && !signal.aborted)
          throw new Error('the guest ended before its command did');
        return status;
      } finally {
        removeFolder(folder);
      }
    },
  };
}

function testsOf({ guests, docker, memory, without, rest }) {
  const { filters, reports, others } = divideArguments(rest);
  const places = shareOut(chooseFiles(root, filters, without), guests).map((place) =>
    place.map((guest) => ({ ...guest, docker: docker || guest.docker })),
  );
  return {
    docker: places.flat().some((guest) => guest.docker),
    work: async (signal) => await runTests(places, { root, reports, others, memory, signal }),
  };
}
