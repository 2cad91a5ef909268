/**
 * Changes the code in small ways and shows which of the changes no test notices. Prints them, the score of each file, and of each area.
 *
 *     npm run mutation                        all areas
 *     npm run mutation -- slo journal         some
 *     npm run mutation -- src/slo/parse.ts    files, or `file:firstLine-lastLine`
 *
 * Files of tests among them are the only ones that run.
 */
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { startVitest } from 'vitest/node';

/** Not the rest of it: that ends processes and removes folders, and changed a little it might do so to those of others. */
const JOURNAL = ['journal.ts', 'parse-entry.ts', 'replay.ts'];

/** Each is judged by tests of its own, not by what else happens to run it. */
const AREAS = {
  impairment: { changes: (path) => !path.startsWith('profiles/') },
  scenario: { changes: (path) => !/\.gen\.(d\.)?ts$/.test(path) },
  plan: { changes: () => true },
  slo: { changes: () => true },
  journal: { changes: (path) => JOURNAL.includes(path) },
};

// Texts for people have golden files; the compiler sees all others.
const INSTRUMENTING = { plugins: null, ignorers: [], excludedMutations: ['StringLiteral'] };

const SILENT = { debug() {}, info() {}, isDebugEnabled: () => false };

/** What is to be changed, by area: all files of an area, and files, or lines of them, that are named. */
function partsByArea(asked) {
  const parts = new Map();
  for (const name of asked) {
    const area = name in AREAS ? name : name.split('/')[1];
    if (!(area in AREAS)) throw new Error(`\`${name}\` is in none of ${Object.keys(AREAS).join(', ')}`);
    parts.set(area, [...(parts.get(area) ?? []), ...(name === area ? filesOf(area) : [partOf(name)])]);
  }
  return parts;
}

function filesOf(area) {
  return readdirSync(`src/${area}`, { recursive: true })
    .filter((path) => path.endsWith('.ts') && AREAS[area].changes(path))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((path) => ({ path: `src/${area}/${path}`, from: 1, to: Infinity }));
}

function partOf(name) {
  const [path, lines] = name.split(':');
  const [from = 1, to = Infinity] = lines?.split('-').map(Number) ?? [];
  return { path, from, to };
}

const testsOf = (area) => [`test/unit/${area}/`, `test/integration/${area}/`];

/** The files with all changes built in, each to be switched on by its number; and what the changes are. */
async function changesIn(parts) {
  const sources = parts.map(({ path, from, to }) => ({
    name: path,
    content: readFileSync(path, 'utf8'),
    mutate: [{ start: { line: from - 1, column: 0 }, end: { line: to, column: 0 } }],
  }));
  const { files, mutants } = await new Instrumenter(SILENT).instrument(sources, INSTRUMENTING);
  return {
    instrumented: new Map(files.map(({ name, content }) => [resolve(name), content])),
    changes: mutants.filter(({ status }) => status !== 'Ignored'),
  };
}

/** What happened to the changes, as mutation-runner.mjs writes it: by quick tests first, and by slow ones what is left. */
async function testChanges(instrumented, tests) {
  const folder = mkdtempSync(join(tmpdir(), 'squall-mutation-'));
  const path = join(folder, 'events.jsonl');
  writeFileSync(path, '');
  process.env.MUTATION_EVENTS = path;
  const eventsSoFar = () => readFileSync(path, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
  for (const pace of ['quick', 'slow']) {
    process.env.MUTATION_PACE = pace;
    let left = tests;
    while (left.length > 0) {
      const files = await testFiles(left, instrumented);
      const fatal = unanswered(eventsSoFar());
      // What fills the memory ends the process, and the rest of its tests with it.
      for (const id of fatal) appendFileSync(path, `${JSON.stringify({ kind: 'endless', id })}\n`);
      const isOpen = ({ result }) => fatal.length > 0 && result?.state !== 'pass';
      left = files.filter(isOpen).map(({ filepath }) => filepath);
    }
  }
  const events = eventsSoFar();
  rmSync(folder, { recursive: true });
  return events;
}

async function testFiles(tests, instrumented) {
  const vitest = await startVitest(
    'test',
    tests,
    {
      config: 'vitest.mutation.config.ts',
      run: true,
      maxWorkers: '100%',
      runner: resolve('scripts/mutation-runner.mjs'),
      reporters: ['dot'],
    },
    { plugins: [{ name: 'changes', enforce: 'pre', load: (id) => instrumented.get(id) }] },
  );
  await vitest.close();
  const failed = vitest.state.getCountOfFailedTests();
  if (failed > 0) console.log(`${failed} tests fail without a change: what they notice says nothing`);
  return vitest.state.getFiles();
}

/** What was tried and never came to an end. */
function unanswered(events) {
  const open = new Set();
  for (const { kind, id } of events) {
    if (kind === 'tried') open.add(id);
    else open.delete(id);
  }
  return [...open];
}

/** By number: `noticed`, `endless`, `survived`, `unreached`, and `loaded` for what runs only once, when its file is loaded. */
function fatesOf(changes, events) {
  const of = (kind) => new Set(events.filter((event) => event.kind === kind).map(({ id }) => id));
  const [noticed, endless, tried] = [of('noticed'), of('endless'), of('tried')];
  const loaded = new Set(events.flatMap((event) => event.loaded ?? []));
  const fate = (id) => {
    if (endless.has(id)) return 'endless';
    if (noticed.has(id)) return 'noticed';
    if (tried.has(id)) return 'survived';
    return loaded.has(id) ? 'loaded' : 'unreached';
  };
  return new Map(changes.map(({ id }) => [id, fate(id)]));
}

function describe({ fileName, location: { start, end }, replacement }, fate) {
  const lines = readFileSync(fileName, 'utf8').split('\n');
  const last = lines[end.line].slice(end.column);
  const before = lines.slice(start.line, end.line + 1);
  const first = before[0].slice(0, start.column);
  const after = `${first}${replacement}${last}`.split('\n');
  return [
    `${fileName}:${start.line + 1}:${start.column + 1} ${fate}`,
    ...before.map((line) => `-${line}`),
    ...after.map((line) => `+${line}`),
    '',
  ].join('\n');
}

function scoreOf(fates) {
  const count = (...kinds) => fates.filter((fate) => kinds.includes(fate)).length;
  const all = count('noticed', 'endless', 'survived', 'unreached');
  const share = ((100 * count('noticed', 'endless')) / all).toFixed(1);
  return `${all} changes: ${count('noticed')} noticed, ${count('endless')} endless, ${count('survived')} survived, ${count('unreached')} in code that no test runs: ${share} %`;
}

const asked = process.argv.slice(2);
const tests = asked.filter((name) => name.endsWith('.test.ts'));
const names = asked.filter((name) => !tests.includes(name));
const scores = [];
for (const [area, parts] of partsByArea(names.length > 0 ? names : Object.keys(AREAS))) {
  const { instrumented, changes } = await changesIn(parts);
  const fates = fatesOf(changes, await testChanges(instrumented, tests.length > 0 ? tests : testsOf(area)));
  const score = (some) => scoreOf(some.map(({ id }) => fates.get(id)));
  for (const change of changes) {
    const fate = fates.get(change.id);
    if (fate === 'survived' || fate === 'unreached') console.log(describe(change, fate));
  }
  for (const { path } of parts) {
    const own = changes.filter(({ fileName }) => fileName === path);
    if (own.length > 0) console.log(`${path}: ${score(own)}`);
  }
  scores.push(`${area}: ${score(changes)}`);
}
console.log(`\n${scores.join('\n')}`);
