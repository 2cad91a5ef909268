import type { LoadResult } from '../core/result.gen.ts';
import { describeExit } from '../exec/spawn.ts';
import type { CheckOutcome } from '../load/load.ts';
import type { PlannedLoad } from '../plan/plan.ts';
import type { RunProgress } from './run-scenario.ts';
import { summarizeMetrics } from './summarize-metrics.ts';

/** A load with what its program, where it has one, said of its whole run. */
export function describeLoad(load: PlannedLoad, { collector }: Pick<RunProgress, 'collector'>): LoadResult {
  const { name, through, policy } = load;
  const engine = engineOf(load);
  const requests = load.kind === 'arrivals' ? load.requests.map((request) => request.name) : [];
  const common = { name, through, engine, policy, requests, ...sourceOf(load) };
  const program = collector?.programs.get(name);
  if (collector === undefined || program === undefined) return common;
  const end = collector.ends.get(name);
  const metrics = summarizeMetrics(collector.valuesOf(name));
  return {
    ...common,
    program,
    log: `logs/${name}.log`,
    metrics,
    ...(end !== undefined && {
      exit: describeExit(end.exit),
      thresholds: [...end.thresholds],
      checks: end.checks.map(({ passes, fails, ...check }) => ({ name: checkName(check), passes, fails })),
    }),
  };
}

/** With the names of its groups before it. */
export function checkName({ groups, name }: Pick<CheckOutcome, 'groups' | 'name'>): string {
  return [...groups, name].join(' / ');
}

function engineOf(load: PlannedLoad): LoadResult['engine'] {
  if (load.kind === 'arrivals') return load.engine;
  return load.kind === 'script' ? 'k6' : 'command';
}

function sourceOf(load: PlannedLoad): Pick<LoadResult, 'source'> {
  if (load.kind === 'arrivals') return {};
  return { source: load.kind === 'script' ? load.script : load.command.join(' ') };
}
