import type { ContainerRef } from '../../core/container-ref.ts';
import type { Protocol } from '../../impairment/capability.ts';

/** What the list of running containers tells of one. */
export interface ListedContainer {
  /** All 64 digits. */
  readonly id: string;
  /** Without the slash that the engine puts before it. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly network: NetworkMode;
}

/** Whose network namespace a container lives in. */
export type NetworkMode =
  /** One of its own, on the networks that it is attached to. */
  | { readonly kind: 'own' }
  /** That of the host: what is done there is done to the host. */
  | { readonly kind: 'host' }
  /** One of its own, with nothing in it but `lo`. */
  | { readonly kind: 'none' }
  /** That of another container. */
  | { readonly kind: 'container'; readonly id: string };

/** A network that a container is attached to, with its addresses there; one of them at least. */
export interface ContainerNetwork {
  readonly name: string;
  readonly id: string;
  /** Changes each time that the container is attached. */
  readonly endpoint: string;
  readonly ipv4?: string;
  readonly ipv6?: string;
}

/** A port of a container that can be reached at an address of the host. */
export interface PublishedPort {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** `0.0.0.0` and `::` are every address. */
  readonly host: string;
  readonly hostPort: number;
}

/** One running container. */
export interface FoundContainer extends ListedContainer {
  /** Its first process, as this machine's engine numbers it. */
  readonly pid: number;
  /** Changes with each start; text of the engine. */
  readonly startedAt: string;
  /** Of its namespace, which can be another container's. */
  readonly networks: readonly ContainerNetwork[];
  readonly published: readonly PublishedPort[];
  /** Changes when its network namespace is another: with each start of the container whose namespace it is. */
  readonly namespace: string;
  /** Names of the other running containers that live in the same network namespace. */
  readonly companions: readonly string[];
}

/** Something that has become of a container, or of its networks: a reason to look again, and no more. */
export interface ContainerEvent {
  /** Of the engine: `start`, `die`, `connect`, ... */
  readonly action: string;
  readonly id: string;
}

/** What we ask of a Docker Engine. Each call but `watch` has a time limit; every failure is a SquallError of exit code 3. */
export interface ContainerEngine {
  /**
   * The one running container that is meant.
   * @throws SquallError `no-such-container`, `ambiguous-container`, `container-not-running`, or as `list`.
   */
  find(ref: ContainerRef, signal: AbortSignal): Promise<FoundContainer>;
  /** Every running container. @throws SquallError `docker-unreachable`, `docker-denied`, `docker-hung`, `docker-failed`. */
  list(signal: AbortSignal): Promise<readonly ListedContainer[]>;
  /**
   * What happens to containers from now on, until the signal aborts. Resolves once the engine has taken the request up.
   * @throws SquallError as `list`; the iteration ends, or throws, when the engine goes away.
   */
  watch(signal: AbortSignal): Promise<AsyncIterable<ContainerEvent>>;
  /** Stops a container as its image asks for it, and starts it again; resolves when it has been started. @throws SquallError as `list`. */
  restart(id: string, signal: AbortSignal): Promise<void>;
  /** Sends a signal to the first process of a container. @throws SquallError as `list`. */
  kill(id: string, name: NodeJS.Signals, signal: AbortSignal): Promise<void>;
  /** Where it listens, for who has to ask it without us. @throws SquallError `docker-elsewhere`. */
  socket(): string;
}

/** Where a port can be reached from this host: where it is published, or the container's own address. */
export function hostAddress(
  { networks, published }: FoundContainer,
  port: number,
  protocol: Protocol,
): { readonly host: string; readonly port: number } | undefined {
  const transport = protocol === 'udp' ? 'udp' : 'tcp';
  const open = published.find((candidate) => candidate.port === port && candidate.protocol === transport);
  if (open !== undefined) return { host: LOOPBACK_OF[open.host] ?? open.host, port: open.hostPort };
  const [first] = networks;
  const host = first?.ipv4 ?? first?.ipv6;
  return host === undefined ? undefined : { host, port };
}

const LOOPBACK_OF: Readonly<Record<string, string>> = {
  '': '127.0.0.1',
  '0.0.0.0': '127.0.0.1',
  '::': '::1',
};

/** Changes with each start of a container. */
export function incarnation({ id, startedAt }: Pick<FoundContainer, 'id' | 'startedAt'>): string {
  return `${id} ${startedAt}`;
}
