import { describe, expect, it } from 'vitest';

import { LANES, listMoments, startCrashing, useCrashLab, waitForReaper } from './crash-lab.ts';
import { differences, networkState } from './network-state.ts';

export interface Part {
  readonly part: number;
  readonly of: number;
}

/** The enumerated crash test, in parts that can run side by side. */
export function killAtEveryMoment({ part, of }: Part): void {
  useCrashLab();

  describe(`a run that is killed before and after each record and each effect (${part} of ${of})`, () => {
    it('leaves nothing once its reaper is through', async () => {
      const moments = await listMoments();
      const before = networkState();
      // Or the list would not be one of a full run.
      expect(moments.length).toBeGreaterThan(80);
      const mine = moments.filter((_moment, index) => index % of === part - 1);
      const wrong: string[] = [];
      for (let first = 0; first < mine.length && wrong.length === 0; first += LANES) {
        const batch = mine.slice(first, first + LANES);
        const problems = await Promise.all(batch.map(killAt));
        wrong.push(...problems.flat());
        const left = differences(before, networkState());
        wrong.push(...left.map((difference) => `${batch.join(', or ')}: ${difference}`));
      }
      expect(wrong).toEqual([]);
    }, 1_800_000);
  });
}

/** Kills one run at its moment; says what is wrong. */
async function killAt(at: string, lane: number): Promise<string[]> {
  const { ended, folder, said } = startCrashing({ lane, at });
  const end = await ended;
  if (end !== 'SIGKILL') return [`${at}: the run ended with ${end} before: ${said()}`];
  const path = folder();
  const problems = path === undefined ? ['it left no folder'] : await waitForReaper(path);
  return problems.map((problem) => `${at}: ${problem}`);
}
