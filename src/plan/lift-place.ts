import type { DriverName } from '../impairment/capability.ts';
import type { InterfaceDocument } from '../scenario/document.gen.ts';
import { liftContainer } from './lift-container.ts';
import { liftLeave } from './lift-leave.ts';
import { liftVeth, perFinding, type KnownEdge } from './lift-veth.ts';
import type { EdgePlace, InterfacePlace, ListenPlace, PlannedService } from './plan.ts';
import type { Scope } from './scope.ts';

/** Which driver carries an edge, and where. */
export interface Carriage {
  readonly driver: DriverName;
  readonly place: EdgePlace;
}

/**
 * The planner's rule: an end in a namespace makes it `tc` on the veth pair between the ends, two containers make it `docker`, anything
 * else is `proxy`; `via: tc` with `on` names an interface instead. What cannot be is reported with the choices.
 */
export function liftPlace(
  scope: Scope,
  services: readonly PlannedService[],
  known: KnownEdge,
): Carriage | undefined {
  const veth = liftVeth(scope, services, known);
  if (veth !== 'none') return veth && { driver: 'tc', place: veth };
  const container = liftContainer(scope, known);
  if (container !== 'none') return container && { driver: 'docker', place: container };
  const { name, edge } = known;
  if (edge.via === 'tc') {
    const place = edge.on === undefined ? reportNoPlace(scope, known) : liftInterface(scope, known, edge.on);
    return place && { driver: 'tc', place };
  }
  if (edge.on !== undefined) {
    scope.report({
      code: 'edge-on',
      message: '`on` names an interface for `tc`, and this edge is carried by `proxy`',
      hint: 'write `via: tc` beside it, or remove `on`',
      at: ['edges', name, 'on'],
      where: 'key',
    });
    return undefined;
  }
  const place = liftListen(scope, known);
  return place && { driver: 'proxy', place };
}

function reportNoPlace(scope: Scope, { name, edge }: KnownEdge): undefined {
  const from = scope.document.load?.[edge.from] === undefined ? 'service' : 'load';
  scope.report({
    code: 'edge-place',
    message: `edge \`${name}\` has no interface for \`tc\`: both of its ends are on this host`,
    hint: `write \`in: namespace\` on ${from} \`${edge.from}\` or on a started service, name an interface with \`on: { interface: eth1 }\`, or leave \`via\` out, which makes it \`proxy\``,
    at: ['edges', name, 'via'],
  });
}

function liftInterface(scope: Scope, known: KnownEdge, on: InterfaceDocument): InterfacePlace | undefined {
  const { name, edge } = known;
  if (edge.per === 'client') scope.report(perFinding(known));
  if (on.netns !== undefined && on.pid !== undefined) {
    scope.report({
      code: 'edge-on',
      message: 'an interface is in the namespace `netns` or in that of process `pid`, not in both',
      hint: 'remove one of them',
      at: ['edges', name, 'on', 'pid'],
      where: 'key',
    });
  }
  if (edge.listen !== undefined) {
    scope.report({
      code: 'edge-listen',
      message: '`listen` is an address of the proxy, and this edge is carried by `tc`',
      hint: 'remove `listen`',
      at: ['edges', name, 'listen'],
      where: 'key',
    });
  }
  if (on.interface === undefined) {
    scope.report({
      code: 'missing-key',
      message: `\`on\` needs \`interface\` with \`tc\`: only between containers it is found`,
      hint: 'add `interface: eth1`: the name of the interface that leads to the service',
      at: ['edges', name, 'on'],
      where: 'key',
    });
    return undefined;
  }
  return {
    kind: 'interface',
    interface: on.interface,
    ...(on.netns !== undefined && { netns: on.netns }),
    ...(on.pid !== undefined && { pid: on.pid }),
    ...liftLeave(on),
  };
}

function liftListen(scope: Scope, { name, edge: { listen } }: KnownEdge): ListenPlace | undefined {
  if (listen === undefined) return { kind: 'listen', host: '127.0.0.1', port: 0 };
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(listen);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    scope.report({
      code: 'listen-address',
      message: `expected \`host:port\`, got \`${listen.slice(0, 100)}\``,
      hint: 'write for example `127.0.0.1:9000` or `[::1]:9000`',
      at: ['edges', name, 'listen'],
    });
    return undefined;
  }
  return { kind: 'listen', host: match[1] ?? match[2] ?? '127.0.0.1', port };
}
