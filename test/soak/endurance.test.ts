import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Allowance, type Course, growthOf, riseOf, told } from '../helpers/flatness.ts';
import { soak, type SoakRun } from '../helpers/soak-run.ts';
import { churnScenario, hourScenario, idleScenario } from '../helpers/soak-scenarios.ts';

const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 45);
const CYCLES = Math.min(30, Math.max(5, Math.floor(SECONDS / 16)));
const CHURN_SECONDS = Math.max(12, Math.round(SECONDS / 4));
/** Connections opened and closed each second. */
const CHURN_RATE = 1000;
/** By hand, half of it is the least. The tests of a change are not to fail for other work of their machine. */
const SLOWEST_CHURN = process.env['SOAK_SECONDS'] === undefined ? 50 : CHURN_RATE / 2;
const LEAKING_SECONDS = 10;

/** Milliseconds: a busy machine is not what is judged. */
const timeout = (seconds: number): number => (seconds * 1.5 + 180) * 1000;

const MB = 2 ** 20;
const KB = 2 ** 10;

/** The main thread keeps the result: histograms of each second of each load and edge. Nothing that the others keep grows. */
const RESULT: Allowance = { once: 3 * MB, perSecond: 120 * KB };
const NOTHING: Allowance = { once: 2 * MB, perSecond: 2 * KB };
/** The kernel counts what allocators hold back, too. */
const RESIDENT: Allowance = { once: 48 * MB, perSecond: RESULT.perSecond };
const DESCRIPTORS: Allowance = { once: 4, perSecond: 0 };
const THREADS: Allowance = { once: 0, perSecond: 0 };

/** All that is to be flat. */
function coursesOf({ outside, inside }: SoakRun): Course[] {
  const ofProcess = (field: 'resident' | 'descriptors' | 'threads'): Course['points'] =>
    outside.map((sample) => ({ at: sample.at, value: sample[field] }));
  const threads = [...new Set(inside.map(({ thread }) => thread))];
  return [
    ...threads.map((thread) => ({
      what: `kept by thread ${thread}`,
      points: inside
        .filter((sample) => sample.thread === thread)
        .map(({ at, kept }) => ({ at, value: kept })),
      allowed: thread === 'scenario' ? RESULT : NOTHING,
    })),
    { what: 'resident memory', points: ofProcess('resident'), allowed: RESIDENT },
    { what: 'descriptors', points: ofProcess('descriptors'), allowed: DESCRIPTORS },
    { what: 'threads', points: ofProcess('threads'), allowed: THREADS },
  ];
}

/** Whether a run got to its end: 6 is inconclusive, where the machine was too busy to prove an edge. */
function expectEnded({ exit }: SoakRun): void {
  if (exit.code !== 0 && exit.code !== 6)
    throw new Error(`exit code ${exit.code}: ${exit.stdout}${exit.stderr}`);
}

/** The smallest number of descriptors between two times; never where nothing was seen. */
function fewest({ outside }: SoakRun, from: number, to: number): number {
  const seen = outside.filter(({ at }) => at >= from && at <= to);
  if (seen.length === 0) throw new Error(`nobody looked between ${from} s and ${to} s`);
  return Math.min(...seen.map(({ descriptors }) => descriptors));
}

interface Churned {
  readonly opened: number;
  readonly connected: number;
  readonly answered: number;
  readonly wrong: number;
  readonly silent: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly open: number;
  readonly rate: number;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'squall-endurance-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ownFolder(name: string): string {
  return mkdtempSync(join(folder, name));
}

describe.runIf(process.platform === 'linux')('a long run', () => {
  describe.concurrent('with the changes of an hour', () => {
    it(
      `keeps neither memory nor descriptors nor threads, over ${SECONDS} s`,
      async () => {
        const run = await soak(ownFolder('hour-'), hourScenario({ seconds: SECONDS, cycles: CYCLES }));
        expectEnded(run);
        const courses = coursesOf(run);
        const warm = SECONDS / CYCLES;
        for (const { what, points } of courses) {
          const growth = growthOf(points, warm, SECONDS);
          if (growth !== undefined) console.log(told(what, growth));
        }
        expect(courses.map(({ what }) => what)).toContain('kept by thread proxy');
        expect(courses.map((course) => riseOf(course, warm, SECONDS)).filter(Boolean)).toEqual([]);
      },
      timeout(SECONDS),
    );

    it(
      'is seen to keep memory and descriptors where it does',
      async () => {
        const run = await soak(ownFolder('leaking-'), idleScenario(LEAKING_SECONDS), ['leaks.mjs']);
        expectEnded(run);
        const risen = coursesOf(run).filter(
          (course) => riseOf(course, LEAKING_SECONDS / 5, LEAKING_SECONDS) !== undefined,
        );
        expect(risen.map(({ what }) => what)).toEqual(
          expect.arrayContaining(['kept by thread scenario', 'kept by thread proxy', 'descriptors']),
        );
      },
      timeout(LEAKING_SECONDS),
    );
  });

  it(
    `gives back ${CHURN_RATE} connections a second, however they end, for ${CHURN_SECONDS} s`,
    async () => {
      const own = ownFolder('churn-');
      const files = { plain: join(own, 'plain.json'), metered: join(own, 'metered.json') };
      const shape = { rate: CHURN_RATE, wait: 4, seconds: CHURN_SECONDS, rest: 2, files };
      const run = await soak(own, churnScenario(shape));
      expectEnded(run);
      const ends = Object.values(files).map((file): Churned => JSON.parse(readFileSync(file, 'utf8')));
      const rate = ends.reduce((sum, each) => sum + each.rate, 0);

      for (const each of ends) {
        // Each that waits for its answer got it, and none was refused or forgotten.
        expect(each).toMatchObject({ connected: each.opened, wrong: 0, silent: 0, errors: {}, open: 0 });
        expect(each.answered).toBeGreaterThanOrEqual(Math.floor(each.opened / 2));
      }
      expect(rate).toBeGreaterThan(SLOWEST_CHURN);

      // Its clients have no connections in the beginning and in the end. One may be gone by then, with its pipes.
      const end = run.outside.at(-1)?.at ?? 0;
      const before = fewest(run, 1, shape.wait);
      const after = fewest(run, end - 2.5, end);
      expect(after).toBeLessThanOrEqual(before);
      // Neither sockets nor timers: what listens, and the channel to the main thread.
      const proxy = run.inside.filter(({ thread }) => thread === 'proxy');
      const last = proxy.slice(-3);
      expect(last.map(({ active }) => active)).toContainEqual({ MessagePort: 1, TCPServerWrap: 2 });

      const opened = ends.reduce((sum, { opened: count }) => sum + count, 0);
      const kept = Math.min(...last.map((sample) => sample.kept)) - (proxy[0]?.kept ?? 0);
      console.log(
        `${opened} connections, ${rate.toFixed(0)} a second; ${before} descriptors before, ${after} after; ` +
          `the proxy keeps ${(kept / KB).toFixed(0)} KB more, ${(kept / opened).toFixed(0)} bytes a connection`,
      );
      expect(kept).toBeLessThan(4 * MB);
    },
    timeout(CHURN_SECONDS),
  );
});
