import path from 'node:path';
import type { CleanupFailure } from '../core/cleanup-stack.ts';
import type { EpochMilliseconds, Milliseconds } from '../core/clock.ts';
import { containerLabel } from '../core/container-ref.ts';
import { mapStrings } from '../core/map-strings.ts';
import type { EdgeResult, EventResult, RunResult, ServiceResult } from '../core/result.gen.ts';
import { isLastStep, type Plan } from '../plan/plan.ts';
import { hostForUrl } from './addresses.ts';
import { describeLoad } from './describe-load.ts';
import { conclude, type Thrown } from './conclude.ts';
import type { RunContext } from './context.ts';
import { describeEnvironment } from './environment.ts';
import { ServiceDied } from './run-ending.ts';
import type { RunProgress } from './run-scenario.ts';
import { scenarioIdentity } from './scenario-identity.ts';
import { seriesResults, usageResults } from './series-results.ts';
import { stoppedRun } from './stopped-run.ts';

export interface Ending {
  readonly thrown: Thrown | undefined;
  /** Why the end is not in the journal. */
  readonly unrecorded?: Thrown | undefined;
  readonly undoFailures: readonly CleanupFailure[];
  /** When the steps were over, or given up, on the clock. */
  readonly endedAt: Milliseconds;
  readonly started: EpochMilliseconds;
  readonly seconds: number;
}

/** Everything that a run came to, secrets masked. */
export function assembleResult(context: RunContext, progress: RunProgress, ending: Ending): RunResult {
  const { plan, request, folder, clock } = context;
  const { verdict, reasons, exitCode, errors, interrupted } = conclude({
    ...ending,
    steps: progress.steps,
    expects: plan.steps.some(
      ({ expectations, search }) =>
        search !== undefined || expectations.some(({ gate }) => gate === 'expect'),
    ),
  });
  const stopped =
    progress.epoch === undefined
      ? undefined
      : stoppedRun(plan, progress.steps, ending.endedAt - progress.epoch);
  const commands = context.commands.result(progress.epoch);
  const result: RunResult = {
    schema: 1,
    run: {
      id: folder.id,
      started: new Date(ending.started).toISOString(),
      ended: new Date(clock.wall()).toISOString(),
      seconds: Math.round(ending.seconds * 1000) / 1000,
    },
    scenario: scenarioIdentity(plan, request),
    verdict,
    exitCode,
    reasons,
    seed: plan.seed,
    params: { ...plan.params },
    environment: describeEnvironment(request.env),
    services: plan.services.map((service): ServiceResult => describeService(service, ending)),
    edges: plan.edges.map((edge) => describeEdge(edge, progress)),
    loads: plan.loads.map((load) => describeLoad(load, progress)),
    steps: progress.steps,
    ...measured(plan, progress),
    ...(commands !== undefined && { commands }),
    ...(progress.events.length > 0 && { events: inOrder(progress.events) }),
    undo: { ok: ending.undoFailures.length === 0, failures: [...ending.undoFailures] },
    errors,
    notices: [...context.notices, ...unreadNotices(progress), ...lostEvents(context)],
    ...(request.shard !== undefined && { shard: request.shard }),
    ...describeEarlier(context),
    ...(stopped !== undefined && { stopped }),
    ...(interrupted !== undefined && { interrupted }),
  };
  return mapStrings(result, context.mask);
}

function inOrder(events: readonly EventResult[]): EventResult[] {
  return events.toSorted((a, b) => a.began - b.began);
}

function describeEarlier({ request: { earlier }, folder }: RunContext): Pick<RunResult, 'against'> {
  if (earlier?.kind !== 'run') return {};
  const { run, scenario } = earlier.run.result;
  const way = path.relative(folder.path, path.resolve(earlier.run.folder)).replaceAll(path.sep, '/');
  return { against: { run: run.id, started: run.started, sha256: scenario.sha256, folder: way } };
}

function describeService(service: Plan['services'][number], { thrown }: Ending): ServiceResult {
  if (service.kind === 'url') return { name: service.name, kind: 'url', target: service.url };
  if (service.kind === 'container')
    return { name: service.name, kind: 'container', target: containerLabel(service.container) };
  const died =
    thrown?.error instanceof ServiceDied && thrown.error.service === service.name
      ? { died: thrown.error.message }
      : {};
  return {
    name: service.name,
    kind: 'process',
    target: service.command.join(' '),
    log: `logs/${service.name}.log`,
    ...died,
  };
}

function describeEdge(edge: Plan['edges'][number], progress: RunProgress): EdgeResult {
  const { name, from, to, driver, per, protocol } = edge;
  const link = progress.stage?.links.get(name);
  const interfaces = progress.stage?.interfaces.get(name);
  const addresses = Object.entries(link?.addresses ?? {}).map(([service, { host, port }]) => [
    service,
    `${hostForUrl(host)}:${port}`,
  ]);
  return {
    name,
    from,
    to: to.map((target) => target.service),
    driver,
    per,
    protocol,
    addresses: Object.fromEntries(addresses),
    ...(interfaces !== undefined && { interfaces }),
  };
}

function measured(plan: Plan, { collector, steps }: RunProgress): Pick<RunResult, 'series' | 'usage'> {
  if (collector === undefined) return { series: [] };
  // A search that has found its answer ends the last step early.
  const last = steps.find((step) => isLastStep(plan, step));
  const usage = usageResults(plan, collector, last?.end);
  return { series: seriesResults(plan, collector, last?.end), ...(usage.length > 0 && { usage }) };
}

function unreadNotices({ collector }: RunProgress): string[] {
  return [...(collector?.unread ?? [])].flatMap(([edge, reasons]) =>
    [...reasons].map(
      ([reason, count]) => `edge ${edge}: ${count} connections could not be read as HTTP: ${reason}`,
    ),
  );
}

function lostEvents({ emitter }: RunContext): string[] {
  return emitter.lost === undefined ? [] : [`events.jsonl is not complete: ${emitter.lost}`];
}
