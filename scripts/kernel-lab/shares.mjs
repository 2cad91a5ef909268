// Which files of test/kernel run in which guest.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join('test', 'kernel');

/** The tests in here need a Docker Engine, which takes 10 s to start and must not be there for the others. */
const WITH_DOCKER = join(FOLDER, 'docker');

/** What the slow files take on an idle machine, so that all guests end at about the same time; a guess is good enough. */
const SECONDS = {
  'by-hand.test.ts': 100,
  'crash-1.test.ts': 380,
  'crash-2.test.ts': 410,
  'crash-cleanup.test.ts': 150,
  'crash-random.test.ts': 340,
  'docker/by-hand.test.ts': 60,
  'docker/crash.test.ts': 70,
  'docker/edges.test.ts': 75,
  'docker/lab.test.ts': 25,
  'docker/refusals.test.ts': 50,
  'docker/restart.test.ts': 115,
  'docker/two-containers.test.ts': 80,
  'interfaces.test.ts': 65,
  'k6.test.ts': 45,
  'namespaces.test.ts': 90,
  'netem-gate.test.ts': 15,
  'population.test.ts': 25,
  'run-refusals.test.ts': 40,
  'tc-driver.test.ts': 55,
  'tc-refusals.test.ts': 45,
  'varying.test.ts': 75,
};
const USUAL_SECONDS = 10;

/**
 * The test files of a project whose paths contain one of the filters, as vitest would choose them, all without a filter; but for those
 * that contain `without`.
 */
export function chooseFiles(root, filters, without) {
  const files = readdirSync(join(root, FOLDER), { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(FOLDER, file))
    .toSorted();
  const chosen = files
    .filter((file) => filters.length === 0 || filters.some((filter) => join(root, file).includes(filter)))
    .filter((file) => without === undefined || !file.includes(without));
  if (chosen.length === 0) throw new Error(`no test of ${FOLDER} matches ${filters.join(' ')}`);
  return chosen;
}

/**
 * Which guests are started one after the other in each of so many places, and with which files. The longest file goes first, each to the
 * place with the least to do.
 * @returns {{ docker: boolean, files: string[] }[][]}
 */
export function shareOut(files, places) {
  const shares = Array.from({ length: places }, () => ({ seconds: 0, withDocker: [], others: [] }));
  const [first] = shares;
  first.withDocker = files.filter((file) => file.startsWith(`${WITH_DOCKER}/`));
  first.seconds = sum(first.withDocker.map(secondsOf));
  const others = files.filter((file) => !first.withDocker.includes(file));
  for (const file of others.toSorted((a, b) => secondsOf(b) - secondsOf(a))) {
    const idlest = shares.reduce((least, share) => (share.seconds < least.seconds ? share : least));
    idlest.others.push(file);
    idlest.seconds += secondsOf(file);
  }
  return shares
    .map(({ withDocker, others: plain }) => [
      { docker: true, files: withDocker },
      { docker: false, files: plain },
    ])
    .map((guests) => guests.filter((guest) => guest.files.length > 0))
    .filter((guests) => guests.length > 0);
}

function secondsOf(file) {
  return SECONDS[file.slice(FOLDER.length + 1)] ?? USUAL_SECONDS;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
