import type { Edge } from '../scenario/document.gen.ts';
import type { EdgeTarget, PlannedService, VethPlace } from './plan.ts';
import type { Finding, Scope } from './scope.ts';

/** An edge whose services are known. */
export interface KnownEdge {
  readonly name: string;
  readonly edge: Edge;
  readonly to: readonly EdgeTarget[];
}

/** Who of an edge is in a namespace of its own; undefined stands for the host. */
interface Ends {
  readonly from: string | undefined;
  readonly to: readonly (string | undefined)[];
}

/** The veth pair of an edge of which at least one end is in a namespace; `none` where neither is. */
export function liftVeth(
  scope: Scope,
  services: readonly PlannedService[],
  known: KnownEdge,
): VethPlace | 'none' | undefined {
  const ends = endsOf(scope, services, known);
  const owner = ends.from ?? ends.to.find((end) => end !== undefined);
  if (owner === undefined) return 'none';
  const outside = known.to.find(({ service }) =>
    services.some((candidate) => candidate.kind !== 'process' && candidate.name === service),
  );
  const findings = [
    ...keyFindings(known, owner),
    ...(outside === undefined ? [] : [urlFinding(known, owner, outside.service)]),
    ...(new Set(ends.to).size > 1 ? [placesFinding(known)] : []),
    ...(known.edge.per === 'client' && ends.from === undefined ? [perFinding(known)] : []),
  ];
  for (const finding of findings) scope.report(finding);
  if (findings.length > 0) return undefined;
  const [to] = ends.to;
  return {
    kind: 'veth',
    ...(ends.from !== undefined && { from: ends.from }),
    ...(to !== undefined && { to }),
  };
}

function endsOf(scope: Scope, services: readonly PlannedService[], { edge, to }: KnownEdge): Ends {
  const homes = new Map(
    services.map((service) => [service.name, service.kind === 'process' ? service.home : 'host'] as const),
  );
  const home = scope.document.load?.[edge.from]?.in ?? homes.get(edge.from);
  return {
    from: home === 'namespace' ? edge.from : undefined,
    to: to.map(({ service }) => (homes.get(service) === 'namespace' ? service : undefined)),
  };
}

/** Keys that say where else the edge is to be. */
function keyFindings(known: KnownEdge, owner: string): Finding[] {
  const { name, edge } = known;
  const place = `\`${owner}\` runs in a namespace, and the run joins it by a veth pair of its own`;
  const findings: Finding[] = [];
  if (edge.via === 'proxy') {
    findings.push({
      code: 'via-impossible',
      message: `\`proxy\` listens on loopback, which a namespace does not share with the host: ${place}`,
      hint: `leave \`via\` out, which makes it \`tc\`, or remove \`in: namespace\` from \`${owner}\``,
      at: ['edges', name, 'via'],
      where: 'key',
    });
  }
  for (const key of ['on', 'listen'] as const) {
    if (edge[key] !== undefined) findings.push(keyFinding(known, key, place));
  }
  return findings;
}

/** A key about where an edge is to be, beside `place`, which says where it is. */
export function keyFinding({ name }: KnownEdge, key: 'on' | 'listen', place: string): Finding {
  const at = { at: ['edges', name, key], where: 'key', hint: `remove \`${key}\`` } as const;
  return key === 'on'
    ? { code: 'edge-on', message: `\`on\` names an interface, but ${place}`, ...at }
    : { code: 'edge-listen', message: `\`listen\` is an address of the proxy, but ${place}`, ...at };
}

function urlFinding({ name }: KnownEdge, owner: string, service: string): Finding {
  return {
    code: 'namespace-url',
    message: `\`${owner}\` runs in a namespace, which reaches only what the run starts, and \`${service}\` runs already`,
    hint: `let the run start \`${service}\`, or remove \`in: namespace\` from \`${owner}\``,
    at: ['edges', name, 'to'],
  };
}

function placesFinding({ name }: KnownEdge): Finding {
  return {
    code: 'edge-places',
    message: `edge \`${name}\` leads to services in different places, and a link of the kernel has one far end`,
    hint: 'make an edge for each place',
    at: ['edges', name, 'to'],
  };
}

export function perFinding({ name }: KnownEdge): Finding {
  return {
    code: 'edge-per',
    message:
      'the kernel has one queue for the whole edge: a client has its own only where it is a load `in: namespace`',
    hint: 'remove `per`, or use `via: proxy` between processes of this host',
    at: ['edges', name, 'per'],
  };
}
