import path from 'node:path';
import type { Masker } from '../core/mask.ts';
import { deriveSeed } from '../core/random.ts';
import type { Marker } from '../exec/marked-processes.ts';
import type { Environment } from '../exec/spawn.ts';
import type { ArrivalSpec, CommandLoadSpec, K6LoadSpec, LoadSpec, LoadTarget } from '../load/load.ts';
import type { Plan, PlannedArrivals, PlannedEdge, PlannedLoad } from '../plan/plan.ts';
import type { Stage } from './set-up.ts';
import { wantedMetrics, wantedTags } from './wanted-metrics.ts';

/** What the programs of loads need of the run. */
export interface LoadSurroundings {
  /** What every program inherits. */
  readonly env: Environment;
  /** What marks it as the run's; nothing overrides it. */
  readonly marker: Marker;
  /** The scenario's folder. */
  readonly base: string;
  /** Where logs go. */
  readonly logs: string;
  readonly mask?: Masker;
}

/** What of a stage loads are made from. */
export type LoadStage = Pick<Stage, 'namespaces' | 'addresses' | 'origins'>;

/** The loads with everything filled in that only the run knows: addresses and secrets. */
export function loadSpecs(plan: Plan, stage: LoadStage, surroundings: LoadSurroundings): LoadSpec[] {
  return plan.loads.map((load): LoadSpec => {
    switch (load.kind) {
      case 'arrivals':
        return load.engine === 'k6'
          ? k6Spec(plan, stage, surroundings, {
              load,
              source: { kind: 'arrivals', arrivals: arrivalSpec(plan, stage, load) },
            })
          : {
              kind: 'builtin',
              ...homeOf(stage, load.name, { ...surroundings.env, ...surroundings.marker }),
              ...arrivalSpec(plan, stage, load),
              arrivals: load.arrivals,
            };
      case 'script':
        return k6Spec(plan, stage, surroundings, {
          load,
          source: { kind: 'script', path: path.resolve(surroundings.base, load.script) },
        });
      case 'command':
    }
    return {
      kind: 'command',
      ...programSpec(plan, stage, surroundings, load),
      argv: load.command.map((part) => stage.addresses.fill(part)),
      cwd: path.resolve(surroundings.base, load.cwd),
      ...(load.within !== undefined && { within: load.within }),
    };
  });
}

function arrivalSpec(plan: Plan, stage: LoadStage, load: PlannedArrivals): ArrivalSpec {
  return {
    mode: load.mode,
    segments: load.segments,
    keepAlive: load.keepAlive,
    policy: load.policy,
    maxOpen: load.maxOpen,
    seed: deriveSeed(plan.seed, `load ${load.name}`),
    requests: load.requests.map(({ service, ...request }) => ({
      ...request,
      headers: stage.addresses.fillAll(request.headers),
      target: targetOf(stage, load.through, service),
    })),
  };
}

function k6Spec(
  plan: Plan,
  stage: LoadStage,
  surroundings: LoadSurroundings,
  { load, source }: { readonly load: PlannedLoad; readonly source: K6LoadSpec['source'] },
): K6LoadSpec {
  return {
    kind: 'k6',
    ...programSpec(plan, stage, surroundings, load),
    source,
    args: load.kind === 'script' ? load.args.map((part) => stage.addresses.fill(part)) : [],
    targets: targetsOf(plan, stage, load),
  };
}

type ProgramPart = Omit<CommandLoadSpec, 'kind' | 'argv'>;

function programSpec(
  plan: Plan,
  stage: LoadStage,
  { env: inherited, marker, base, logs, mask }: LoadSurroundings,
  load: PlannedLoad,
): ProgramPart {
  const own = load.kind === 'arrivals' ? {} : stage.addresses.fillAll(load.env);
  const env = { ...inherited, ...addressVariables(plan, stage, load), ...own, ...marker };
  return {
    ...homeOf(stage, load.name, env),
    env,
    cwd: base,
    duration: plan.duration,
    log: path.join(logs, `${load.name}.log`),
    ...(mask !== undefined && { mask }),
    policy: load.policy,
    metrics: wantedMetrics(plan, load),
    sampleTags: wantedTags(plan, load),
  };
}

/** A load in a namespace is a process of its own with `env`. */
function homeOf(
  { namespaces }: LoadStage,
  name: string,
  env: Environment,
): Pick<CommandLoadSpec, 'name' | 'home'> {
  const namespace = namespaces.get(name);
  return namespace === undefined ? { name } : { name, home: { namespace, env } };
}

/** `SQUALL_TARGET` is the load's own edge; each edge also has a variable of its own, as `SQUALL_EDGE_LAST_MILE`. */
function addressVariables(
  { edges }: Plan,
  { addresses }: LoadStage,
  { through }: PlannedLoad,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { name, to } of edges) {
    for (const [index, { service }] of to.entries()) {
      const url = addresses.fill(`\${edges.${name}.${service}.url}`);
      if (name === through && index === 0) variables['SQUALL_TARGET'] = url;
      variables[variableName(to.length === 1 ? name : `${name}_${service}`)] = url;
    }
  }
  return variables;
}

function variableName(name: string): string {
  return `SQUALL_EDGE_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

/** The services of the load's edge, by their own names. */
function targetsOf({ edges }: Plan, stage: LoadStage, { through }: PlannedLoad): LoadTarget[] {
  const edge: PlannedEdge | undefined = edges.find(({ name }) => name === through);
  return (edge?.to ?? []).map(({ service }) => targetOf(stage, through, service));
}

function targetOf({ addresses, origins }: LoadStage, edge: string, service: string): LoadTarget {
  return { origin: origins.get(service) ?? '', connect: addresses.edgeAddress(edge, service) };
}
