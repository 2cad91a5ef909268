import { findReferences } from '../../scenario/references.ts';
import type { PlannedEdge, PlannedProcess, PlannedService } from '../plan.ts';
import type { Scope } from '../scope.ts';

/** A service that listens on loopback, as most do by default, cannot be reached from a namespace. */
export function checkListenHost(
  scope: Scope,
  services: readonly PlannedService[],
  edges: readonly PlannedEdge[],
): void {
  for (const service of services) {
    if (service.kind !== 'process' || usesHost(service)) continue;
    const reached = edges.some(
      ({ place, to }) => place.kind === 'veth' && to.some((target) => target.service === service.name),
    );
    if (!reached) continue;
    scope.report({
      code: 'host-unused',
      severity: 'warning',
      message: `a namespace reaches \`${service.name}\`, and nothing tells it on which address to listen`,
      hint: 'point it there in its environment, as `HOST: "${host}"`',
      at: ['services', service.name, 'start'],
      where: 'key',
    });
  }
}

function usesHost({ command, env }: PlannedProcess): boolean {
  return [...command, ...Object.values(env)].some((text) =>
    findReferences(text).references.some(({ kind }) => kind === 'host'),
  );
}
