/**
 * Changes the code in small ways and shows which of the changes no test notices. Prints them, the score of each file, and of each area.
 *
 *     npm run mutation                        all areas
 *     npm run mutation -- slo journal         some
 *     npm run mutation -- src/slo/parse.ts    files, or `file:firstLine-lastLine`
 *
 * Files of tests among them are the only ones that run, which takes a fraction of the time.
 */
import { Stryker } from '@stryker-mutator/core';

/** Not the rest of it: that ends processes and removes folders, and changed a little it might do so to those of others. */
const JOURNAL = ['parse-entry', 'replay', 'journal'].map((name) => `src/journal/${name}.ts`);

/** Each is judged by tests of its own, not by what else happens to run it. */
const AREAS = {
  impairment: {
    mutate: ['src/impairment/**/*.ts', '!src/impairment/profiles/*.ts'],
    testFiles: ['test/unit/impairment/**'],
  },
  scenario: {
    mutate: ['src/scenario/**/*.ts', '!src/scenario/*.gen.ts'],
    testFiles: ['test/unit/scenario/**', 'test/integration/scenario/**'],
  },
  plan: { mutate: ['src/plan/**/*.ts'], testFiles: ['test/unit/plan/**'] },
  slo: { mutate: ['src/slo/**/*.ts'], testFiles: ['test/unit/slo/**'] },
  journal: {
    mutate: JOURNAL,
    testFiles: ['test/unit/journal/**', 'test/integration/journal/journal.test.ts'],
  },
};

const OPTIONS = {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // What runs once, when a file is loaded, would need every test again for every change.
  ignoreStatic: true,
  // Texts for people have golden files; the compiler sees all others.
  mutator: { excludedMutations: ['StringLiteral'] },
  // An endless loop is found by counting; this is for a machine that has other things to do.
  timeoutMS: 60_000,
  concurrency: 2,
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
  ignorePatterns: ['bench', 'dist', 'docs', 'demo', 'test/e2e', 'test/kernel*', 'test/soak', 'runs'],
  tempDirName: '.stryker-tmp',
  // Stryker would read the configuration with TypeScript's own interface, which TypeScript 7 does not have.
  tsconfigFile: 'none.json',
  disableTypeChecks: false,
  allowEmpty: true,
};

const NOTICED = ['Killed', 'Timeout'];
const MISSED = ['Survived', 'NoCoverage'];

function scoreOf(mutants) {
  const count = (statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count(NOTICED);
  const missed = count(MISSED);
  const share = ((100 * noticed) / (noticed + missed)).toFixed(1);
  return `${noticed + missed} changes, ${noticed} noticed (${share} %), ${count(['NoCoverage'])} in code that no test runs`;
}

/** What is to be changed, by area: whole areas, and the files that are named. */
function filesByArea(asked) {
  const files = new Map();
  for (const name of asked) {
    const area = name in AREAS ? name : name.split('/')[1];
    if (!(area in AREAS)) throw new Error(`\`${name}\` is in none of ${Object.keys(AREAS).join(', ')}`);
    files.set(area, [...(files.get(area) ?? []), ...(name === area ? AREAS[area].mutate : [name])]);
  }
  return files;
}

const asked = process.argv.slice(2);
const tests = asked.filter((name) => name.endsWith('.test.ts'));
const names = asked.filter((name) => !tests.includes(name));
const scores = [];
for (const [area, mutate] of filesByArea(names.length > 0 ? names : Object.keys(AREAS))) {
  const testFiles = tests.length > 0 ? tests : AREAS[area].testFiles;
  const mutants = await new Stryker({ ...OPTIONS, mutate, testFiles }).runMutationTest();
  scores.push(`${area}: ${scoreOf(mutants)}`);
}
console.log(scores.join('\n'));
