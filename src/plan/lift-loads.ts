import type { ScriptDigests } from '../scenario/digest-scripts.ts';
import type { Load, Request } from '../scenario/document.gen.ts';
import { liftProgram, liftScript } from './lift-programs.ts';
import { liftRequest } from './lift-request.ts';
import { kindOfLoad } from './load-kind.ts';
import type { PlannedArrivals, PlannedEdge, PlannedLoad, PlannedRate } from './plan.ts';
import type { Scope } from './scope.ts';
import type { StepTimes } from './step-times.ts';
import { rateOf } from './values.ts';

const MAX_OPEN = 10_000;

export interface LoadSources {
  readonly edges: readonly PlannedEdge[];
  readonly times: readonly StepTimes[];
  readonly scripts: ScriptDigests;
}

/** Every sound load, in the scenario's order. */
export function liftLoads(scope: Scope, { edges, times, scripts }: LoadSources): PlannedLoad[] {
  return Object.entries(scope.document.load ?? {}).flatMap(([name, load]) => {
    const edge = edges.find((candidate) => candidate.name === load.through);
    const kind = kindOfLoad(scope, name, load);
    switch (kind) {
      case undefined:
        return [];
      case 'k6':
        return liftScript(scope, { name, load, edge }, scripts) ?? [];
      case 'command':
        return liftProgram({ name, load, edge }) ?? [];
      case 'requests':
      case 'journey':
    }
    return liftArrivals(scope, { name, load, edge, key: kind, times }) ?? [];
  });
}

interface ArrivalDraft {
  readonly name: string;
  readonly load: Load;
  readonly edge: PlannedEdge | undefined;
  readonly key: 'requests' | 'journey';
  readonly times: readonly StepTimes[];
}

function liftArrivals(
  scope: Scope,
  { name, load, edge, key, times }: ArrivalDraft,
): PlannedArrivals | undefined {
  if (edge !== undefined && edge.protocol !== 'http') reportProtocol(scope, name, edge);
  const listed: readonly Request[] = load[key] ?? [];
  const requests = listed.flatMap(
    (request, index) => liftRequest(scope, { load, edge, at: ['load', name, key, index] }, request) ?? [],
  );
  if (edge === undefined || load.rate === undefined || requests.length < listed.length) return undefined;
  return {
    kind: 'arrivals',
    name,
    through: load.through,
    home: load.in ?? 'host',
    engine: load.engine ?? 'builtin',
    mode: key === 'journey' ? 'journey' : 'mix',
    requests,
    arrivals: load.arrivals ?? 'even',
    keepAlive: load['keep-alive'] ?? true,
    policy: load.policy ?? 'server-errors',
    maxOpen: load['max-open'] ?? MAX_OPEN,
    segments: rateSegments(scope, name, load, times),
  };
}

function reportProtocol(scope: Scope, name: string, edge: PlannedEdge): void {
  scope.report({
    code: 'load-protocol',
    message: `load \`${name}\` speaks HTTP/1.1, but edge \`${edge.name}\` leads to a \`${edge.protocol}\` service`,
    hint: 'send the load through an edge to an HTTP service',
    at: ['load', name, 'through'],
  });
}

function rateSegments(scope: Scope, name: string, load: Load, times: readonly StepTimes[]): PlannedRate[] {
  return scope.document.steps.map((step, index) => {
    const { start, end } = times[index]!;
    return { start, end, ...rateOf(step.load?.[name] ?? load.rate ?? 'off') };
  });
}
