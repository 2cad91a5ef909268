import type { RunningLoad } from './load.ts';

/** Several loads as one; where one does not start, the others are stopped. */
export async function allOf(starts: readonly Promise<RunningLoad>[]): Promise<RunningLoad> {
  const outcomes = await Promise.allSettled(starts);
  const loads = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const all: RunningLoad = {
    settled: async (until) => {
      await Promise.all(loads.map(async (load) => await load.settled(until)));
    },
    stop: async () => {
      await Promise.all(loads.map(async (load) => await load.stop()));
    },
  };
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return all;
  await all.stop();
  throw failed.reason;
}
