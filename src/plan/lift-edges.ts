import { suggest } from '../core/suggest.ts';
import { hasExchanges } from '../impairment/capability.ts';
import type { Edge } from '../scenario/document.gen.ts';
import { liftPlace } from './lift-place.ts';
import { liftTarget } from './lift-target.ts';
import type { EdgeTarget, PlannedEdge, PlannedService } from './plan.ts';
import type { Scope } from './scope.ts';
import { visitedEdges } from './visited-edges.ts';

/** Every sound edge, in the scenario's order. */
export function liftEdges(scope: Scope, services: readonly PlannedService[]): PlannedEdge[] {
  return Object.entries(scope.document.edges ?? {}).flatMap(
    ([name, edge]) => liftEdge(scope, services, name, edge) ?? [],
  );
}

function liftEdge(
  scope: Scope,
  services: readonly PlannedService[],
  name: string,
  edge: Edge,
): PlannedEdge | undefined {
  reportUnknownFrom(scope, name, edge);
  const written = typeof edge.to === 'string' ? [edge.to] : edge.to;
  const to = written.flatMap((text, index) => {
    const at = typeof edge.to === 'string' ? ['edges', name, 'to'] : ['edges', name, 'to', index];
    return liftTarget(scope, services, text, at) ?? [];
  });
  reportTwice(scope, name, to);
  const carriage = liftPlace(scope, services, { name, edge, to });
  const protocols = new Set(
    to.map((target) => services.find((service) => service.name === target.service)?.protocol ?? 'http'),
  );
  if (protocols.size > 1) {
    scope.report({
      code: 'mixed-protocols',
      message: `edge \`${name}\` leads to services of different protocols: ${[...protocols].join(', ')}`,
      hint: 'make an edge for each protocol',
      at: ['edges', name, 'to'],
    });
  }
  const [protocol] = protocols;
  const encrypted = to.some((target) =>
    isEncrypted(services.find((service) => service.name === target.service)),
  );
  if (protocol === undefined || to.length < written.length || carriage === undefined) return undefined;
  return {
    name,
    from: edge.from,
    to,
    // A link of the kernel has one queue each way; a load in a namespace is its one client.
    per:
      carriage.driver !== 'proxy'
        ? 'edge'
        : (edge.per ?? (scope.names.services.includes(edge.from) ? 'edge' : 'client')),
    protocol,
    readable: carriage.driver === 'proxy' && hasExchanges(protocol) && !encrypted,
    ...carriage,
  };
}

/** With a fixed address, or taken by a browser, who comes is named for reports only. */
function reportUnknownFrom(scope: Scope, name: string, { from, to, listen }: Edge): void {
  const known = [...scope.names.loads, ...scope.names.services];
  if (listen !== undefined || known.includes(from) || visitedEdges(scope.document).has(name)) return;
  const targets = [to].flat().map((target) => target.split(':')[0]);
  const others = known.filter((other) => !targets.includes(other));
  const meant = suggest(from, others);
  scope.report({
    code: 'unknown-from',
    message: `\`${from}\` is neither a load nor a service of this scenario`,
    hint:
      meant === undefined
        ? 'declare it under `load` or `services`, or give the edge a fixed address with `listen: 127.0.0.1:9000` for a client that the run does not start'
        : `did you mean \`${meant}\`?`,
    at: ['edges', name, 'from'],
  });
}

/** An edge has one address for each service, so `[voting:http, voting:grpc]` would be one of them only. */
function reportTwice(scope: Scope, name: string, to: readonly EdgeTarget[]): void {
  for (const [index, { service }] of to.entries()) {
    if (to.findIndex((other) => other.service === service) === index) continue;
    scope.report({
      code: 'duplicate-target',
      message: `edge \`${name}\` leads to \`${service}\` already`,
      hint: 'make an edge for each port',
      at: ['edges', name, 'to', index],
    });
  }
}

function isEncrypted(service: PlannedService | undefined): boolean {
  return service?.kind === 'url' && service.url.startsWith('https:');
}
