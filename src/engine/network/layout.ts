import type { NetworkInterface, NetworkNamespace } from '../../core/network-interface.ts';
import type { Plan, PlannedEdge } from '../../plan/plan.ts';
import type { SubnetPair } from './subnets.ts';

/** One end of a veth pair. */
export interface PairEnd extends NetworkInterface {
  readonly ipv4: string;
  readonly ipv6: string;
}

/** A veth pair between two namespaces, or one and the host. */
export interface VethPair {
  readonly ends: readonly [PairEnd, PairEnd];
  /** Names of the edges that take it; none where only the run itself does. */
  readonly edges: readonly string[];
}

/** The pair of one edge, seen from its client. */
export interface EdgePair {
  readonly near: PairEnd;
  readonly far: PairEnd;
  /** Whether no other edge takes it. */
  readonly exclusive: boolean;
}

/** How a namespace finds a service's address that is not at the far end of the pair itself. */
export interface ServiceRoute {
  readonly netns: NetworkNamespace;
  readonly to: PairEnd;
  readonly via: PairEnd;
  readonly device: string;
}

/** The namespaces of a run and what joins them: decided before anything is created. */
export interface NetworkLayout {
  /** Names of the namespaces, by the load or service that lives there. */
  readonly namespaces: ReadonlyMap<string, string>;
  readonly pairs: readonly VethPair[];
  readonly edges: ReadonlyMap<string, EdgePair>;
  /** Where each service listens that is in a namespace or reached from one. */
  readonly services: ReadonlyMap<string, PairEnd>;
  readonly routes: readonly ServiceRoute[];
}

/** Undefined stands for the host. */
type Owner = string | undefined;

interface Draft {
  readonly owners: readonly [Owner, Owner];
  readonly edges: string[];
}

/**
 * Joins every two ends that an edge lies between by a pair of its own, and every service in a namespace with the host as well, so that
 * the run can ask it whether it is ready. No packet is ever forwarded: where several pairs lead to one service, it has one address, and
 * each client a route to that over its own pair, because Linux takes a packet for any of its addresses on any interface.
 *
 * @param tag four hexadecimal digits that name the run
 */
export function layOutNetwork(plan: Plan, tag: string, subnets: Iterator<SubnetPair, void>): NetworkLayout {
  const namespaces = new Map(ownersIn(plan).map((owner) => [owner, `sq-${tag}-${owner}`]));
  const netnsOf = (owner: Owner): NetworkNamespace => {
    const name = owner === undefined ? undefined : namespaces.get(owner);
    return name === undefined ? 'host' : { name };
  };
  const drafts = draftPairs(plan);
  const pairs = drafts.map(({ owners, edges }, index): VethPair => {
    const subnet = subnets.next().value;
    if (subnet === undefined) throw new Error('no subnet is free');
    const end = (side: 0 | 1): PairEnd => ({
      netns: netnsOf(owners[side]),
      device: `sq-${tag}-${index}${'ab'[side]}`,
      ipv4: subnet.ipv4[side],
      ipv6: subnet.ipv6[side],
    });
    return { ends: [end(0), end(1)], edges };
  });
  const pairBetween = (from: Owner, to: Owner): Omit<EdgePair, 'exclusive'> & { readonly pair: VethPair } => {
    const index = drafts.findIndex((draft) => joins(draft, from, to));
    const pair = pairs[index];
    if (pair === undefined) throw new Error(`no pair joins ${from} and ${to}`);
    const [a, b] = pair.ends;
    return drafts[index]?.owners[0] === from ? { pair, near: a, far: b } : { pair, near: b, far: a };
  };
  const edges = new Map(
    vethEdges(plan).map(({ name, from, to }) => {
      const { pair, near, far } = pairBetween(from, to);
      return [name, { near, far, exclusive: pair.edges.length === 1 }];
    }),
  );
  const services = new Map<string, PairEnd>();
  for (const service of plan.services) {
    if (service.kind === 'process' && service.home === 'namespace') {
      services.set(service.name, pairBetween(undefined, service.name).far);
    }
  }
  for (const { name, services: reached } of vethEdges(plan)) {
    const far = edges.get(name)?.far;
    for (const service of reached)
      if (far !== undefined && !services.has(service)) services.set(service, far);
  }
  return { namespaces, pairs, edges, services, routes: routesOf(plan, edges, services) };
}

/** Every client finds each of its services at the one address that the service has. */
function routesOf(
  plan: Plan,
  edges: NetworkLayout['edges'],
  services: NetworkLayout['services'],
): ServiceRoute[] {
  const routes = vethEdges(plan).flatMap(({ name, services: reached }) =>
    reached.flatMap((service): ServiceRoute[] => {
      const pair = edges.get(name);
      const to = services.get(service);
      if (pair === undefined || to === undefined || to.ipv4 === pair.far.ipv4) return [];
      return [{ netns: pair.near.netns, to, via: pair.far, device: pair.near.device }];
    }),
  );
  const seen = new Set<string>();
  return routes.filter(({ device, to }) => {
    const key = `${device} ${to.ipv4}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function ownersIn({ loads, services }: Plan): string[] {
  return [
    ...loads.filter((load) => load.home === 'namespace').map((load) => load.name),
    ...services.flatMap((service) =>
      service.kind === 'process' && service.home === 'namespace' ? [service.name] : [],
    ),
  ];
}

interface VethEdge {
  readonly name: string;
  readonly from: Owner;
  readonly to: Owner;
  readonly services: readonly string[];
}

function vethEdges({ edges }: Plan): VethEdge[] {
  return edges.flatMap(({ name, place, to }: PlannedEdge) =>
    place.kind === 'veth'
      ? [{ name, from: place.from, to: place.to, services: to.map((target) => target.service) }]
      : [],
  );
}

function draftPairs(plan: Plan): Draft[] {
  const drafts: Draft[] = [];
  const draftBetween = (from: Owner, to: Owner): Draft => {
    const known = drafts.find((draft) => joins(draft, from, to));
    if (known !== undefined) return known;
    const draft: Draft = { owners: [from, to], edges: [] };
    drafts.push(draft);
    return draft;
  };
  for (const { name, from, to } of vethEdges(plan)) draftBetween(from, to).edges.push(name);
  for (const service of plan.services) {
    if (service.kind === 'process' && service.home === 'namespace') draftBetween(undefined, service.name);
  }
  return drafts;
}

function joins({ owners: [a, b] }: Draft, from: Owner, to: Owner): boolean {
  return (a === from && b === to) || (a === to && b === from);
}
