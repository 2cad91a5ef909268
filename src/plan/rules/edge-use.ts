import { suggestionHint } from '../../core/suggest.ts';
import type { PlannedService } from '../plan.ts';
import type { Scope } from '../scope.ts';
import { edgesOf } from '../start-order.ts';
import { visitedEdges } from '../visited-edges.ts';

/** Every edge is taken by the one that it says it comes from: an edge that nothing uses impairs nothing. */
export function checkEdgeUse(scope: Scope, services: readonly PlannedService[]): void {
  const { document, names } = scope;
  for (const [name, load] of Object.entries(document.load ?? {})) {
    const edge = document.edges?.[load.through];
    if (edge === undefined) {
      scope.report({
        code: 'unknown-edge',
        message: `\`${load.through}\` is not an edge of this scenario`,
        hint: suggestionHint(load.through, names.edges) ?? 'declare it under `edges`',
        at: ['load', name, 'through'],
      });
    } else if (edge.from !== name) {
      scope.report({
        code: 'edge-from',
        message: `load \`${name}\` goes through edge \`${load.through}\`, which comes from \`${edge.from}\``,
        hint: `write \`from: ${name}\` on the edge, or give the load an edge of its own`,
        at: ['load', name, 'through'],
      });
    }
  }
  const visited = visitedEdges(document);
  for (const [name, edge] of Object.entries(document.edges ?? {})) {
    if (edge.listen !== undefined || visited.has(name) || isUsed(scope, services, name, edge.from)) continue;
    scope.report({
      code: 'edge-unused',
      message: `nothing uses edge \`${name}\``,
      hint: useHint(scope, name, edge.from),
      at: ['edges', name],
      where: 'key',
    });
  }
}

function isUsed(scope: Scope, services: readonly PlannedService[], name: string, from: string): boolean {
  const load = scope.document.load?.[from];
  // A load that goes through an edge that does not exist has been reported: it may well mean this one.
  if (load !== undefined) return load.through === name || !scope.names.edges.includes(load.through);
  const service = services.find((candidate) => candidate.name === from);
  // A service that is not sound has been reported; what it would use is unknown.
  if (service === undefined) return true;
  // What a container asks is not for us to say: the run sees whether it did.
  return service.kind === 'container' || (service.kind === 'process' && edgesOf(service).has(name));
}

function useHint(scope: Scope, name: string, from: string): string {
  if (scope.document.load?.[from] !== undefined) return `write \`through: ${name}\` on load \`${from}\``;
  if (scope.document.services?.[from]?.start !== undefined) {
    return `point \`${from}\` at it in its environment, as \`CARTS_URL: "\${edges.${name}.url}"\``;
  }
  return `give it a fixed address with \`listen: 127.0.0.1:9000\` and point \`${from}\` at that`;
}
