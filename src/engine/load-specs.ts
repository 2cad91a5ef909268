import { deriveSeed } from '../core/random.ts';
import type { Environment } from '../exec/spawn.ts';
import type { LoadSpec } from '../load/load.ts';
import type { Plan } from '../plan/plan.ts';
import type { Stage } from './set-up.ts';

/** Sent from a namespace in a process of its own with `env`, where the load has one. */
function homeOf(namespace: string | undefined, env: Environment): Pick<LoadSpec, 'home'> {
  return namespace === undefined ? {} : { home: { namespace, env } };
}

/** The loads with everything filled in that only the run knows: addresses and secrets. */
export function loadSpecs(plan: Plan, stage: Stage, env: Environment): LoadSpec[] {
  return plan.loads.map((load) => ({
    kind: 'builtin',
    name: load.name,
    ...homeOf(stage.namespaces.get(load.name), env),
    mode: load.mode,
    arrivals: load.arrivals,
    segments: load.segments,
    keepAlive: load.keepAlive,
    policy: load.policy,
    maxOpen: load.maxOpen,
    seed: deriveSeed(plan.seed, `load ${load.name}`),
    requests: load.requests.map(({ service, ...request }) => ({
      ...request,
      headers: stage.addresses.fillAll(request.headers),
      target: {
        origin: stage.origins.get(service) ?? '',
        connect: stage.addresses.edgeAddress(load.through, service),
      },
    })),
  }));
}
