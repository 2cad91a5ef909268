import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { reasonOf, SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import type { NetworkNamespace } from '../core/network-interface.ts';
import type { KernelPlace, PacketMatch } from '../drivers/driver.ts';
import type { InterfaceLeave, InterfacePlace, Plan, PlannedEdge } from '../plan/plan.ts';
import { endsOf, serviceMatches, type EdgeWay } from './containers/edge-ways.ts';
import type { ListeningPlaces } from './listening.ts';
import type { EdgePair, NetworkLayout } from './network/layout.ts';
import type { LinkProbes } from './probe/link-probes.ts';
import { addressOf } from './services/check-url.ts';

/** What decides where the kernel takes hold of an edge. */
export interface Places {
  readonly plan: Plan;
  readonly layout: NetworkLayout;
  readonly listening: ListeningPlaces;
  readonly probes: LinkProbes;
  /** Of the edges between containers. */
  readonly ways: ReadonlyMap<string, EdgeWay>;
}

/** Undefined for an edge that no kernel driver carries. */
export async function kernelPlace(places: Places, edge: PlannedEdge): Promise<KernelPlace | undefined> {
  const { place } = edge;
  switch (place.kind) {
    case 'listen':
      return undefined;
    case 'interface':
      return {
        up: { netns: namespaceOf(place), device: place.interface },
        match: await targetMatches(places, edge),
        ...leaveOf(place),
      };
    case 'veth': {
      const pair = places.layout.edges.get(edge.name);
      if (pair === undefined) throw new Error(`edge ${edge.name} has no pair`);
      return {
        up: pair.near,
        down: pair.far,
        onForeign: 'refuse',
        // It is the run's own: DNS in it is the edge's as well.
        allow: true,
        ...(!pair.exclusive && { match: await sharedMatches(places, edge, pair) }),
      };
    }
    case 'container': {
      const way = places.ways.get(edge.name);
      if (way === undefined) throw new Error(`edge ${edge.name} has no way`);
      return containerPlace(places, edge, way);
    }
  }
}

/** What is needed to tell the probes of an edge from other packets. */
interface Reflected extends Pick<Places, 'plan'> {
  readonly probes: Pick<LinkProbes, 'reflectorPort'>;
}

/** The interface can be everybody's: only packets of the edge are taken, and what turns its probes round. */
export function containerPlace(places: Reflected, edge: PlannedEdge, way: EdgeWay): KernelPlace {
  const { place } = edge;
  if (place.kind !== 'container') throw new Error(`edge ${edge.name} is not between containers`);
  const { address } = endsOf(way).far;
  return {
    ...way.way,
    match: [...serviceMatches(places, edge, way), ...reflectorMatch(places, edge, address)],
    ...leaveOf(place),
  };
}

/** What a scenario lets a driver do to an interface, as the driver is told. */
export function leaveOf({ replace, allow }: InterfaceLeave): Pick<KernelPlace, 'onForeign' | 'allow'> {
  return { onForeign: replace ? 'replace' : 'refuse', allow };
}

function reflectorMatch(
  { probes }: Pick<Reflected, 'probes'>,
  { name }: PlannedEdge,
  address: string,
): PacketMatch[] {
  const port = probes.reflectorPort(name);
  return port === undefined ? [] : [{ address, port, protocol: 'udp' }];
}

/** The network namespace that an edge's interface is in. */
export function namespaceOf({ netns, pid }: InterfacePlace): NetworkNamespace {
  if (netns !== undefined) return { name: netns };
  return pid === undefined ? 'host' : { pid };
}

/** Where edges share a pair: the services of this one, and what turns its probes round. */
async function sharedMatches(places: Places, edge: PlannedEdge, { far }: EdgePair): Promise<PacketMatch[]> {
  return [...(await targetMatches(places, edge)), ...reflectorMatch(places, edge, far.ipv4)];
}

async function targetMatches({ plan, layout, listening }: Places, edge: PlannedEdge): Promise<PacketMatch[]> {
  const protocol = edge.protocol === 'udp' ? 'udp' : 'tcp';
  const matches: PacketMatch[] = [];
  for (const target of edge.to) {
    const service = plan.services.find((candidate) => candidate.name === target.service);
    if (service === undefined) continue;
    if (service.kind === 'url') {
      const { host, port } = addressOf(service.url);
      const addresses = await resolveAddresses(service.name, host);
      matches.push(...addresses.map((address) => ({ address, port, protocol }) as const));
      continue;
    }
    if (service.kind === 'container') throw new Error(`edge ${edge.name} is on an interface of this host`);
    const { host, ports } = await listening.of(service);
    const port = (target.port === undefined ? undefined : ports[target.port]) ?? Object.values(ports)[0] ?? 0;
    const ipv6 = layout.services.get(service.name)?.ipv6;
    for (const address of [host, ...(ipv6 === undefined ? [] : [ipv6])])
      matches.push({ address, port, protocol });
  }
  return matches;
}

/** The far end of an edge as far as it stands in the scenario: undefined where a name or a port is found out by the run. */
export function literalMatches({ services }: Plan, edge: PlannedEdge): readonly PacketMatch[] | undefined {
  const protocol = edge.protocol === 'udp' ? 'udp' : 'tcp';
  const matches = edge.to.flatMap((target): PacketMatch[] => {
    const service = services.find((candidate) => candidate.name === target.service);
    if (service?.kind !== 'url') return [];
    const { host, port } = addressOf(service.url);
    return isIP(host) === 0 ? [] : [{ address: host, port, protocol }];
  });
  return matches.length === edge.to.length ? matches : undefined;
}

/** Every address of a service, IPv4 and IPv6: a client may use any. */
async function resolveAddresses(name: string, host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  try {
    const found = await lookup(host, { all: true });
    return [...new Set(found.map(({ address }) => address))];
  } catch (error) {
    throw new SquallError(
      'service-unresolved',
      `\`${host}\` of service \`${name}\` has no address: ${reasonOf(error)}`,
      {
        hint: 'correct the name, or write an address',
        exitCode: EXIT_CODES.environment,
        cause: error,
      },
    );
  }
}
