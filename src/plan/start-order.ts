import { findReferences } from '../scenario/references.ts';
import type { PlannedEdge, PlannedProcess, PlannedService } from './plan.ts';
import type { Scope } from './scope.ts';

/** The edges that a process is pointed at by its command or environment. */
export function edgesOf(service: PlannedProcess): Set<string> {
  const texts = [...service.command, ...Object.values(service.env)];
  const references = texts.flatMap((text) => findReferences(text).references);
  return new Set(references.flatMap(({ kind, path }) => (kind === 'edges' ? [path[0] ?? ''] : [])));
}

/** Dependencies first; otherwise the scenario's order. A cycle is a diagnostic. */
export function startOrder(
  scope: Scope,
  services: readonly PlannedService[],
  edges: readonly PlannedEdge[],
): PlannedService[] {
  const ordered: PlannedService[] = [];
  const reported = new Set<string>();
  const visit = (service: PlannedService, path: readonly string[]): void => {
    if (ordered.includes(service)) return;
    if (path.includes(service.name)) {
      const cycle = [...path.slice(path.indexOf(service.name)), service.name];
      if (!cycle.some((name) => reported.has(name))) reportCycle(scope, cycle);
      for (const name of cycle) reported.add(name);
      return;
    }
    for (const needed of dependenciesOf(service, services, edges)) visit(needed, [...path, service.name]);
    if (!ordered.includes(service)) ordered.push(service);
  };
  for (const service of services) visit(service, []);
  return ordered;
}

function dependenciesOf(
  service: PlannedService,
  services: readonly PlannedService[],
  edges: readonly PlannedEdge[],
): PlannedService[] {
  if (service.kind !== 'process') return [];
  const used = edgesOf(service);
  const targets = edges
    .filter((edge) => used.has(edge.name))
    .flatMap((edge) => edge.to.map((target) => target.service));
  return services.filter((candidate) => targets.includes(candidate.name));
}

function reportCycle(scope: Scope, cycle: readonly string[]): void {
  scope.report({
    code: 'service-cycle',
    message: `services wait for each other: ${cycle.map((name) => `\`${name}\``).join(' -> ')}`,
    hint: 'start order follows from the edges that a service refers to: break the circle by a fixed `listen` address on one edge',
    at: ['services', cycle[0] ?? ''],
    where: 'key',
  });
}
