import type { BuiltinLoadSpec, RunningLoad } from '../load.ts';
import { LoadRunner, type RunnerOptions } from './load-runner.ts';

/** Runs the loads side by side in this thread. */
export function startInProcess(specs: readonly BuiltinLoadSpec[], options: RunnerOptions): RunningLoad {
  const runners = specs.map((spec) => new LoadRunner(spec, options));
  return {
    settled: async (until) => {
      await Promise.all(runners.map(async (runner) => await runner.settled(until)));
    },
    stop: async () => {
      await Promise.all(runners.map(async (runner) => await runner.stop()));
    },
  };
}
