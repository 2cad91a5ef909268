import type { Milliseconds } from '../core/clock.ts';
import type { CapabilityCheck, Protocol } from '../impairment/capability.ts';
import type { Impairment } from '../impairment/model.ts';

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

/** One link to install: an edge, with an address for each of its services. */
export interface LinkSpec {
  readonly edge: string;
  readonly protocol: Protocol;
  /** Whether each client has its own queue and rate, or all share one. */
  readonly per: 'client' | 'edge';
  readonly listeners: readonly ListenerSpec[];
  readonly seed: number;
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
  /** System error codes of attempts that failed, such as ECONNREFUSED, with their counts. */
  readonly errors: Readonly<Record<string, number>>;
  /** Bits per second of the bursts; absent where none was asked for or it did not end in time. */
  readonly rate?: { readonly up?: number; readonly down?: number };
}

/** One HTTP exchange that an edge carried, as the client's side of the link saw it. */
export interface EdgeSample {
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
  readonly traffic: readonly TrafficTick[];
  /** When each exchange that is still open began. */
  readonly openSince: readonly Milliseconds[];
  /** Connections whose bytes could not be read as exchanges, by reason. */
  readonly unread: Readonly<Record<string, number>>;
}

/** A link that is installed and clear. */
export interface InstalledLink {
  readonly edge: string;
  /** The addresses that the edge's client must use, by service. */
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

/** Carries impairments out. The port is small so that a test double is a few lines. */
export interface Driver {
  readonly name: string;
  readonly capabilities: CapabilityCheck;
  /** Installs the links, clear. Rejects with a SquallError of exit code 3 where this machine is not able. */
  install(links: readonly LinkSpec[], signal: AbortSignal): Promise<readonly InstalledLink[]>;
  /** Removes every link, and what is still under way on it. Idempotent. */
  revert(): Promise<void>;
}
