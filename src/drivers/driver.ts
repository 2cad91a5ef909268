import type { Milliseconds } from '../core/clock.ts';
import type { NetworkInterface } from '../core/network-interface.ts';
import type { CapabilityCheck, Protocol } from '../impairment/capability.ts';
import type { Direction, Impairment } from '../impairment/model.ts';

export type { Protocol };

/** A socket address, resolved or to be resolved by the system's resolver. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** One way into a link: an address that the edge's client uses to reach one service. */
export interface ListenerSpec {
  /** The service's name. */
  readonly service: string;
  /** Where to listen; loopback unless the scenario says otherwise; port 0 lets the system choose. */
  readonly listen: Address;
}

/** The far end of an edge as its packets name it. */
export interface PacketMatch {
  /** IPv4 or IPv6, a literal: names are resolved before. */
  readonly address: string;
  /** Absent: every port. */
  readonly port?: number;
  readonly protocol: 'tcp' | 'udp' | 'any';
}

/** Where a kernel driver takes hold of an edge. */
export interface KernelPlace {
  /** What leaves it is what travels up. */
  readonly up: NetworkInterface;
  /** What leaves it is what travels down; absent: what comes in at `up`, taken through an `ifb` device. */
  readonly down?: NetworkInterface;
  /** The far end: a packet of the edge goes up to one of these or comes down from it. Absent: every packet. */
  readonly match?: readonly PacketMatch[];
  /** What to do with a queueing discipline that somebody else has put there; what is replaced is put back. */
  readonly onForeign: 'refuse' | 'replace';
  /**
   * Whether the scenario has named the interface although it carries the default route or the SSH session of this machine, and
   * wants DNS impaired too where `match` names no port.
   */
  readonly allow: boolean;
}

/** One link to install: an edge, with an address for each of its services. */
export interface LinkSpec {
  readonly edge: string;
  readonly protocol: Protocol;
  /** Whether each client has its own queue and rate, or all share one. */
  readonly per: 'client' | 'edge';
  readonly listeners: readonly ListenerSpec[];
  readonly seed: number;
  /** For kernel drivers, which shape packets where they pass and listen nowhere. */
  readonly place?: KernelPlace;
}

export interface ProbeRequest {
  /** How long the whole probe may take; probes not back by then count as lost. */
  readonly within: Milliseconds;
  /** How many small probes to send. */
  readonly count: number;
  /** Time between them; absent: spread evenly over the time. */
  readonly interval?: Milliseconds;
  /** Burst sizes in bytes; absent: no burst in that direction. */
  readonly burst?: { readonly up?: number; readonly down?: number };
}

/** What one probe of the link found: traffic of our own to a reflector behind the same link. */
export interface ProbeReport {
  readonly sent: number;
  readonly received: number;
  /** Round trip of each probe that came back, in the order sent. */
  readonly rtts: readonly Milliseconds[];
  /** When each of those was sent, on `Clock.now`'s scale; absent where nobody knows. */
  readonly sentAt?: readonly Milliseconds[];
  /** System error codes of attempts that failed, such as ECONNREFUSED, with their counts. */
  readonly errors: Readonly<Record<string, number>>;
  /** Bits per second of the bursts; absent where none was asked for or it did not end in time. */
  readonly rate?: { readonly up?: number; readonly down?: number };
  /** What was seen of each direction by itself, where both ends have one clock. */
  readonly oneWay?: Readonly<Record<Direction, OneWayReport>>;
}

/** Small datagrams of our own that took one direction of a link. */
export interface OneWayReport {
  readonly sent: number;
  readonly received: number;
  /** Of those that arrived, in the order of their arrival. */
  readonly delays: readonly Milliseconds[];
}

/** Who broke a connection, or a stream of HTTP/2: one of its sides, or what the scenario asks of the network. */
export type ResetBy = 'client' | 'server' | 'impairment';

/** One HTTP exchange that an edge carried, as the client's side of the link saw it. */
export interface EdgeSample {
  /** Which of the edge's services was asked. */
  readonly service: string;
  /** When the first byte of the request came from the client, on `Clock.now`'s scale. */
  readonly at: Milliseconds;
  /** Until the first byte of the response was handed to the client; `latency` when none was. */
  readonly firstByte: Milliseconds;
  /** Until the last byte of the response was handed to the client, or the connection ended. */
  readonly latency: Milliseconds;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** 0 when the connection ended before a response. */
  readonly status: number;
  /** Of a gRPC call that was answered: 0 is OK. */
  readonly grpcStatus?: number;
  /** Of an exchange with status 0 that a reset ended. */
  readonly reset?: ResetBy;
}

/** What became of connections, or datagram sessions, since the last call. */
export interface ConnectionFigures {
  /** When each ended for its client. */
  readonly closedAt: readonly Milliseconds[];
  /** A connection is in it once, with whoever reset it first; a service that cannot be reached resets too. */
  readonly resets: readonly { readonly at: Milliseconds; readonly by: ResetBy }[];
  /** Of each that was handed its first byte: when it was attempted, and how long that byte took. */
  readonly firstBytes: readonly { readonly at: Milliseconds; readonly after: Milliseconds }[];
}

/** Bytes that entered the link from its client (`up`) and that were handed to it (`down`) in one tick. */
export interface TrafficTick {
  /** Begin of the tick on `Clock.now`'s scale; ticks are `TRAFFIC_TICK` long. */
  readonly at: Milliseconds;
  readonly up: number;
  readonly down: number;
}

export const TRAFFIC_TICK: Milliseconds = 100;

/** What a link has seen since the last call; traffic of our own probes is not in it. */
export interface LinkObservation {
  readonly edge: string;
  readonly samples: readonly EdgeSample[];
  /** When each connection was attempted, or each datagram session began. */
  readonly connectionsAt: readonly Milliseconds[];
  /** Absent where the driver sees packets and no connections. */
  readonly connections?: ConnectionFigures;
  readonly traffic: readonly TrafficTick[];
  /** When each exchange that is still open began. */
  readonly openSince: readonly Milliseconds[];
  /** Connections whose bytes could not be read as exchanges, by reason. */
  readonly unread: Readonly<Record<string, number>>;
}

/** A link that is installed and clear. */
export interface InstalledLink {
  readonly edge: string;
  /**
   * The addresses that the edge's client must use, by service. A kernel link has no listener: what it holds is the service's own
   * address, from `connectTo` on, so a service must be there before those that are pointed at it.
   */
  readonly addresses: Readonly<Record<string, Address>>;
  /** Points one way into the link at its service; called once the service's address is known. */
  connectTo(service: string, target: Address): Promise<void>;
  /** Makes `impairment` the whole state of the link, in place: no byte and no connection is lost by it. */
  change(impairment: Impairment): Promise<void>;
  /** What is in force now, read back from where it takes effect. */
  readBack(): Promise<Impairment>;
  /** Measures the link with traffic that never reaches a service. */
  probe(request: ProbeRequest, signal: AbortSignal): Promise<ProbeReport>;
  observe(): Promise<LinkObservation>;
}

/** The kernel's own figures for one direction of a link, counted from when it was installed. */
export interface DirectionCounters {
  /** Passed on. */
  readonly packets: number;
  readonly bytes: number;
  /** Lost as asked, and what a full queue could not take. */
  readonly drops: number;
  /** How often a packet had to wait for the rate. */
  readonly overlimits: number;
}

export type LinkCounters = Readonly<Record<Direction, DirectionCounters>>;

/** A link that lives in the kernel: an optional capability, see `isKernelLink`. */
export interface KernelLink extends InstalledLink {
  counters(): Promise<LinkCounters>;
  /** Follows a far end whose addresses have changed, and keeps the impairment; `undefined` is every packet. */
  retarget(match: readonly PacketMatch[] | undefined): Promise<void>;
}

export function isKernelLink(link: InstalledLink): link is KernelLink {
  return 'counters' in link && 'retarget' in link;
}

/** Carries impairments out. The port is small so that a test double is a few lines. */
export interface Driver {
  readonly name: string;
  readonly capabilities: CapabilityCheck;
  /** Installs the links, clear. Rejects with a SquallError of exit code 3 where this machine is not able. */
  install(links: readonly LinkSpec[], signal: AbortSignal): Promise<readonly InstalledLink[]>;
  /** Removes every link, and what is still under way on it. Idempotent. */
  revert(): Promise<void>;
}

/** A driver of links of which an end can go and come back as another: an optional capability, see `isMovingDriver`. */
export interface MovingDriver extends Driver {
  /** What these edges were on has gone: until they are moved, nothing is in force on them, and what is asked of them is kept. */
  suspend(edges: readonly string[]): void;
  /** What these edges are on is there after all, as it was: they go on with what was last asked of them. */
  resume(edges: readonly string[]): Promise<void>;
  /** Takes hold of edges that are installed, at new places, with what was last asked of them. */
  move(links: readonly LinkSpec[], signal: AbortSignal): Promise<void>;
}

export function isMovingDriver(driver: Driver): driver is MovingDriver {
  return 'suspend' in driver && 'resume' in driver && 'move' in driver;
}
