import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import {
  addressesOf,
  farKey,
  findWay,
  nearKey,
  sharedNetwork,
  type SharedNetwork,
  type Way,
} from '../../drivers/docker/way.ts';
import type { PacketMatch } from '../../drivers/driver.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';
import type { Plan, PlannedEdge } from '../../plan/plan.ts';
import type { LinkEnds } from '../probe/link-probes.ts';
import type { FoundContainers } from './found-containers.ts';

/** How an edge between containers goes: over which networks, one for each service, and where the kernel takes hold of it. */
export interface EdgeWay {
  readonly networks: readonly [SharedNetwork, ...SharedNetwork[]];
  readonly way: Way;
}

/** The edges that `docker` carries. */
export function containerEdges({ edges }: Plan): PlannedEdge[] {
  return edges.filter(({ place }) => place.kind === 'container');
}

/** @throws SquallError of exit code 3 as `sharedNetwork`, and `several-networks` where the services are not on one. */
export function networksOf(edge: PlannedEdge, containers: FoundContainers): EdgeWay['networks'] {
  const from = containers.of(edge.from);
  const [first, ...others] = edge.to.map(({ service }) => sharedNetwork(from, containers.of(service)));
  if (first === undefined) throw new Error(`edge ${edge.name} leads nowhere`);
  const other = others.find(({ near }) => near.endpoint !== first.near.endpoint);
  if (other === undefined) return [first, ...others];
  throw new SquallError(
    'several-networks',
    `edge \`${edge.name}\` leads over the networks \`${first.near.name}\` and \`${other.near.name}\`, and a link of the kernel has one near end`,
    { hint: 'make an edge for each service', exitCode: EXIT_CODES.environment },
  );
}

/** @throws SquallError of exit code 3 as `networksOf` and `findWay`. */
export async function wayOf(edge: PlannedEdge, containers: FoundContainers, run: RunTool): Promise<EdgeWay> {
  const networks = networksOf(edge, containers);
  return { networks, way: await findWay(networks[0], run) };
}

/** The services at the addresses that the asking container sees. */
export function serviceMatches(
  { plan }: { readonly plan: Plan },
  edge: PlannedEdge,
  { networks }: Pick<EdgeWay, 'networks'>,
): PacketMatch[] {
  const protocol = edge.protocol === 'udp' ? 'udp' : 'tcp';
  return networks.flatMap(({ far }, index) => {
    const service = plan.services.find(({ name }) => name === edge.to[index]?.service);
    const port = service?.kind === 'container' ? service.port : undefined;
    return addressesOf(far).map(
      (address) => ({ address, protocol, ...(port !== undefined && { port }) }) as const,
    );
  });
}

/** Where probes are sent from, and where they are turned round: at the first service. */
export function endsOf({ networks: [{ from, to, near, far }] }: EdgeWay): LinkEnds {
  const family = near.ipv4 !== undefined && far.ipv4 !== undefined ? 'ipv4' : 'ipv6';
  return {
    near: { netns: { pid: from.pid }, address: near[family] ?? '' },
    far: { netns: { pid: to.pid }, address: far[family] ?? '' },
  };
}

/** What tells one state of an edge's containers from another. */
export interface EdgeKeys {
  readonly near: string;
  /** One for each service. */
  readonly far: readonly string[];
}

export function keysOf(networks: EdgeWay['networks']): EdgeKeys {
  return { near: nearKey(networks[0]), far: networks.map((network) => farKey(network)) };
}
