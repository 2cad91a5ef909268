import { networkInterfaces } from 'node:os';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { NetworkInterface } from '../../core/network-interface.ts';
import { listInterfaces, type ListedInterface } from '../../exec/network/interfaces.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';
import type { ContainerNetwork, FoundContainer } from './container-engine.ts';

/** The network over which one container asks another, and what each is there. */
export interface SharedNetwork {
  readonly from: FoundContainer;
  readonly to: FoundContainer;
  readonly near: ContainerNetwork;
  readonly far: ContainerNetwork;
}

/** Where the kernel can take hold of what one container asks of another. */
export interface Way {
  /** The interface of the asking container: what leaves it travels up. */
  readonly up: NetworkInterface;
  /** The other end of its pair, on the host: what leaves it comes in at the container. Absent: there is no such end. */
  readonly down?: NetworkInterface;
}

/** A way over one network of a container. */
export interface NetworkWay extends Way {
  readonly network: string;
  /** As `nearKey`. */
  readonly key: string;
}

const NOT_ABLE = { exitCode: EXIT_CODES.environment } as const;

/**
 * @throws SquallError `container-host-network`, `container-without-network`, `containers-share-namespace`, `no-shared-network`,
 * `several-networks`, exit code 3.
 */
export function sharedNetwork(from: FoundContainer, to: FoundContainer): SharedNetwork {
  for (const container of [from, to]) checkNetwork(container);
  if (from.id === to.id || from.companions.includes(to.name)) {
    throw new SquallError(
      'containers-share-namespace',
      `the containers \`${from.name}\` and \`${to.name}\` live in one network namespace, where they talk over \`lo\``,
      { hint: 'give them a network each, or make the edge one between other containers', ...NOT_ABLE },
    );
  }
  const shared = from.networks.flatMap((near) => {
    const far = to.networks.find(({ id }) => id === near.id);
    return far === undefined ? [] : [{ from, to, near, far }];
  });
  const [only, another] = shared;
  if (only === undefined) throw noSharedNetwork(from, to);
  if (another === undefined) return only;
  const names = shared.map(({ near }) => `\`${near.name}\``).join(', ');
  throw new SquallError(
    'several-networks',
    `the containers \`${from.name}\` and \`${to.name}\` share the networks ${names}, and nobody knows which one is taken`,
    {
      hint: `detach one of them from all but one: \`docker network disconnect NETWORK ${to.name}\``,
      ...NOT_ABLE,
    },
  );
}

/** Changes when the kernel has to take hold elsewhere. */
export function nearKey({ from, near }: Pick<SharedNetwork, 'from' | 'near'>): string {
  return `${from.namespace} ${near.endpoint}`;
}

/** Changes when the far end has other addresses, or is another namespace. */
export function farKey({ to, far }: SharedNetwork): string {
  return `${to.namespace} ${addressesOf(far).join(' ')}`;
}

/** IPv4 and IPv6: a client may use either. */
export function addressesOf({ ipv4, ipv6 }: ContainerNetwork): string[] {
  return [ipv4, ipv6].filter((address) => address !== undefined);
}

/**
 * Looks for the interface by its address, because its name is nobody's promise, and for the other end of its pair by `iflink`.
 * @throws SquallError `container-elsewhere`, or as `listInterfaces`, exit code 3.
 */
export async function findWay(
  { from, near }: Pick<SharedNetwork, 'from' | 'near'>,
  run: RunTool,
): Promise<Way> {
  const netns = { pid: from.pid };
  const addresses = addressesOf(near);
  const inside = await listInterfaces(run, netns);
  const own = inside.find((item) => item.addresses.some((address) => addresses.includes(address)));
  if (own === undefined) throw elsewhere(from, near);
  const outer = hostSide(own, await listInterfaces(run, 'host'));
  return {
    up: { netns, device: own.device },
    ...(outer !== undefined && { down: { netns: 'host' as const, device: outer } }),
  };
}

/** Each end of a pair knows the other's index; a device of the host that merely has the number does not point back. */
function hostSide(own: ListedInterface, outside: readonly ListedInterface[]): string | undefined {
  if (own.kind !== 'veth') return undefined;
  return outside.find(
    ({ kind, index, peerIndex }) => kind === 'veth' && index === own.peerIndex && peerIndex === own.index,
  )?.device;
}

/**
 * Where the kernel can take hold of everything that one container says and hears, network by network.
 * @throws SquallError `container-host-network`, `container-without-network`, or as `findWay`, exit code 3.
 */
export async function findWays(container: FoundContainer, run: RunTool): Promise<readonly NetworkWay[]> {
  checkNetwork(container);
  return await Promise.all(
    container.networks.map(async (near) => {
      const network = { from: container, near };
      return { ...(await findWay(network, run)), network: near.name, key: nearKey(network) };
    }),
  );
}

function checkNetwork({ name, network, networks }: FoundContainer): void {
  if (network.kind === 'host') {
    const devices = Object.keys(networkInterfaces()).filter((device) => device !== 'lo');
    throw new SquallError(
      'container-host-network',
      `the container \`${name}\` uses the network of the host: its interfaces are ${devices.map((device) => `\`${device}\``).join(', ') || 'those of the host'}, and whatever else uses them would be impaired as well`,
      { hint: 'give it a network of its own: remove `network_mode: host`', ...NOT_ABLE },
    );
  }
  if (network.kind !== 'none' && networks.length > 0) return;
  throw new SquallError('container-without-network', `the container \`${name}\` is on no network`, {
    hint: `attach it to one: \`docker network connect NETWORK ${name}\``,
    ...NOT_ABLE,
  });
}

function noSharedNetwork(from: FoundContainer, to: FoundContainer): SquallError {
  return new SquallError(
    'no-shared-network',
    `the containers \`${from.name}\` (on ${namesOf(from)}) and \`${to.name}\` (on ${namesOf(to)}) share no network`,
    {
      hint: `attach one to a network of the other: \`docker network connect ${from.networks[0]?.name ?? 'NETWORK'} ${to.name}\``,
      ...NOT_ABLE,
    },
  );
}

function namesOf({ networks }: FoundContainer): string {
  return networks.map(({ name }) => `\`${name}\``).join(', ');
}

function elsewhere({ name, pid }: FoundContainer, network: ContainerNetwork): SquallError {
  return new SquallError(
    'container-elsewhere',
    `process ${pid} of the container \`${name}\` has no interface with the address ${addressesOf(network).join(' or ')}`,
    {
      hint: 'the engine runs elsewhere, as in a virtual machine or without root: run Squall where its processes are',
      ...NOT_ABLE,
    },
  );
}
