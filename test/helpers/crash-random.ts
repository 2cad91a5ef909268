import { describe, expect, it } from 'vitest';

import { systemClock, type Milliseconds } from '../../src/core/clock.ts';
import { seededRandom } from '../../src/core/random.ts';
import { LANES, startCrashing, useCrashLab, waitForReaper } from './crash-lab.ts';
import { journalOf } from './namespace-run.ts';
import { differences, networkState } from './network-state.ts';

export interface RandomOptions {
  readonly count: number;
  readonly seed: number;
  readonly timeout: Milliseconds;
}

/** What a run was about when it was killed. */
type Stage = 'starting' | 'building' | 'running' | 'undoing' | 'over';

interface Kill {
  readonly stage: Stage;
  readonly wrong: readonly string[];
}

/** Kills so many runs at moments that are spread evenly over the time that one takes, whatever is under way. */
export function killAtRandom({ count, seed, timeout }: RandomOptions): void {
  useCrashLab();

  describe(`a run that is killed at any of ${count} random moments`, () => {
    it(
      'leaves nothing once its reaper is through',
      async () => {
        const random = seededRandom(seed);
        const before = networkState();
        const duration = await durationOfRuns();
        const wrong = differences(before, networkState());
        const stages = new Map<Stage, number>();
        for (let done = 0; done < count && wrong.length === 0; done += LANES) {
          const delays = Array.from({ length: Math.min(LANES, count - done) }, () => random() * duration);
          const kills = await Promise.all(delays.map(killAfter));
          for (const { stage } of kills) stages.set(stage, (stages.get(stage) ?? 0) + 1);
          const left = differences(before, networkState());
          const moments = kills.map(({ stage }, lane) => `${stage}, ${delays[lane]?.toFixed(0)} ms`);
          wrong.push(...kills.flatMap((kill) => kill.wrong));
          wrong.push(...left.map((difference) => `${moments.join(', or ')}: ${difference}`));
        }
        console.log(`${count} runs of ${duration.toFixed(0)} ms killed: ${summary(stages)}`);
        expect(wrong).toEqual([]);
        // Or the moments would not have been spread over the run, whose length the machine's other work changes.
        expect(stages.get('over') ?? 0).toBeLessThan((2 * count) / 3);
        expect(stages.size).toBeGreaterThanOrEqual(3);
      },
      timeout,
    );
  });
}

/** How long a run takes among as many others. */
async function durationOfRuns(): Promise<Milliseconds> {
  const begin = systemClock.now();
  const runs = Array.from({ length: LANES }, (_, lane) => startCrashing({ lane }));
  const ends = await Promise.all(runs.map(async ({ ended }) => await ended));
  expect(ends).toEqual(runs.map(() => 6));
  return systemClock.now() - begin;
}

async function killAfter(delay: Milliseconds, lane: number): Promise<Kill> {
  const { child, ended, folder } = startCrashing({ lane });
  await systemClock.sleep(delay);
  child.kill('SIGKILL');
  await ended;
  const path = folder();
  if (path === undefined) return { stage: 'starting', wrong: [] };
  // Before its reaper writes.
  const stage = stageOf(journalOf(path).join('\n'));
  const problems = await waitForReaper(path);
  return { stage, wrong: problems.map((problem) => `${stage}, ${delay.toFixed(0)} ms: ${problem}`) };
}

function stageOf(journal: string): Stage {
  if (journal.includes('"kind":"run.ended"')) return 'over';
  if (journal.includes('"kind":"effect.undone"')) return 'undoing';
  if (journal.includes('"kind":"effect.done","id":"service stall"')) return 'running';
  return journal.includes('"kind":"effect.intended"') ? 'building' : 'starting';
}

function summary(stages: ReadonlyMap<Stage, number>): string {
  return [...stages].map(([stage, count]) => `${count} ${stage}`).join(', ');
}
