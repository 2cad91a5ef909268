import type { LoadResult } from '../core/result.gen.ts';
import { sha256 } from '../core/sha256.ts';
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
  const fingerprint = fingerprintOf(load);
  const common = { name, through, engine, policy, requests, ...sourceOf(load), fingerprint };
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

function sourceOf(load: PlannedLoad): Pick<LoadResult, 'source' | 'sha256'> {
  switch (load.kind) {
    case 'arrivals':
      return {};
    case 'script':
      return { source: load.script, ...(load.sha256 !== undefined && { sha256: load.sha256 }) };
    case 'command':
      return { source: load.command.join(' ') };
  }
}

/** Of what the load asks and in which way, whatever its rate; what only the run fills in is in it as it was written. */
function fingerprintOf(load: PlannedLoad): string {
  return sha256(JSON.stringify(waysOf(load)));
}

function waysOf(load: PlannedLoad): readonly unknown[] {
  switch (load.kind) {
    case 'arrivals':
      return [load.mode, load.requests, load.arrivals, load.keepAlive, load.maxOpen];
    case 'script':
      return [load.script, load.env, load.args];
    case 'command':
      return [load.command, load.env, load.cwd];
  }
}
