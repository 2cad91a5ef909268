/**
 * Runs each test as it is, and then again with each change that it reaches and that nothing has noticed yet, in the same process: so a change
 * costs what the tests of it cost, and not the start of a test runner. For scripts/mutation.mjs, which reads what it writes.
 */
import { setMaxListeners } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { TestRunner } from 'vitest';

/** A change after which a test takes so much more of the processor, in microseconds, has made something endless. */
const ENDLESS = { times: 10, andMore: 500_000 };

/** To ask for the time at every step would take most of it. */
const STEPS_UNASKED = 1000;

/** Of the processor, unchanged, in microseconds: the tests that take more come last, for what the others have not noticed. */
const QUICK = 30_000;

/** And those that take more than this do not come at all. */
const BEARABLE = 250_000;

const { MUTATION_EVENTS, MUTATION_PACE } = process.env;

/** Of all files that this process tests, and of those that others have tested before. */
const noticed = (globalThis.noticedChanges ??= noticedBefore());

const report = (event) => appendFileSync(MUTATION_EVENTS, `${JSON.stringify(event)}\n`);

function noticedBefore() {
  const events = readFileSync(MUTATION_EVENTS, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
  return new Set(events.filter(({ kind }) => kind === 'noticed' || kind === 'endless').map(({ id }) => id));
}

/** What the instrumented code reads and writes at each of its steps. */
class Steps {
  mutantCoverage = { static: {}, perTest: {} };
  activeMutant = undefined;
  hitCount = 0;
  /** How the run is called, as far as there is one. */
  run = undefined;
  end = Infinity;
  #unasked = 0;

  get currentTestId() {
    this.#mindTheEnd();
    return this.run;
  }

  get hitLimit() {
    this.#mindTheEnd();
    return Infinity;
  }

  #mindTheEnd() {
    this.#unasked += 1;
    if (this.#unasked < STEPS_UNASKED) return;
    this.#unasked = 0;
    if (used() > this.end) throw new Error('Endless');
  }
}

const steps = (globalThis.__stryker__ ??= new Steps());

function used() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

async function run(test, name, limit = Infinity) {
  const start = used();
  Object.assign(steps, { run: name, end: start + limit });
  try {
    await TestRunner.getTestFn(test)();
  } finally {
    Object.assign(steps, { run: undefined, end: Infinity });
    for (const hook of (test.onFinished ?? []).toReversed()) await hook(test.context);
    test.onFinished = undefined;
  }
  return used() - start;
}

async function tryChange(test, id, limit) {
  report({ kind: 'tried', id });
  // Vitest itself, in the same process, has things to say in between.
  await setImmediate();
  const start = used();
  steps.activeMutant = id;
  try {
    await run(test, 'changed', limit);
    report({ kind: 'survived', id });
  } catch (error) {
    noticed.add(id);
    const isEndless = used() - start > limit || String(error?.message).startsWith('Test timed out');
    report({ kind: isEndless ? 'endless' : 'noticed', id });
  } finally {
    steps.activeMutant = undefined;
  }
}

// oxlint-disable-next-line import/no-default-export -- as Vitest wants it
export default class MutationRunner extends TestRunner {
  async runTask(test) {
    // Every run of a test listens to it anew.
    setMaxListeners(0, test.context.signal);
    const { perTest, static: loaded } = steps.mutantCoverage;
    const cost = await run(test, 'unchanged');
    const reached = Object.keys(perTest.unchanged ?? {});
    delete perTest.unchanged;
    report({ kind: 'reached', loaded: Object.keys(loaded) });
    if (cost > BEARABLE || MUTATION_PACE !== (cost > QUICK ? 'slow' : 'quick')) return;
    const limit = ENDLESS.times * cost + ENDLESS.andMore;
    for (const id of reached) {
      if (!noticed.has(id)) await tryChange(test, id, limit);
    }
    delete perTest.changed;
    // What a change has left behind in the process would be noticed instead of the next change.
    await run(test, 'changed');
  }
}
