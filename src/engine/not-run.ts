import type { EpochMilliseconds } from '../core/clock.ts';
import type { RunResult, ShardPlace } from '../core/result.gen.ts';
import type { Plan } from '../plan/plan.ts';
import { conclude } from './conclude.ts';
import type { RunRequest, SourceText } from './context.ts';
import { describeEnvironment } from './environment.ts';
import { scenarioIdentity } from './scenario-identity.ts';

export interface NotRun {
  readonly plan: Plan;
  readonly file: string;
  readonly sha256: string;
  readonly sources?: readonly SourceText[];
  readonly shard?: ShardPlace;
  readonly now: EpochMilliseconds;
  /** Why the run could not begin. */
  readonly error: unknown;
  readonly env: RunRequest['env'];
}

/** The result of a run that never began, so that it is missing from no merged report. */
export function notRunResult({ plan, now, error, shard, env, ...read }: NotRun): RunResult {
  const at = new Date(now).toISOString();
  return {
    schema: 1,
    run: { id: `not-run-${plan.scenario.name}`, started: at, ended: at, seconds: 0 },
    scenario: scenarioIdentity(plan, read),
    ...conclude({ steps: [], expects: true, thrown: { error }, undoFailures: [] }),
    seed: plan.seed,
    params: { ...plan.params },
    environment: describeEnvironment(env),
    services: [],
    edges: [],
    loads: [],
    steps: [],
    series: [],
    undo: { ok: true, failures: [] },
    notices: [],
    ...(shard !== undefined && { shard }),
  };
}
