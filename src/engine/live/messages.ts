import type { Milliseconds } from '../../core/clock.ts';
import { isRecord } from '../../core/is-record.ts';
import type { TrafficResult } from '../../core/result.gen.ts';
import type { EdgeTraffic } from '../../traffic/edge-traffic.ts';
import { parseTraffic } from '../../traffic/traffic-result.ts';

/** What a run answers on its control socket. */
export const RUN_ROUTES = { state: 'GET /state', traffic: 'POST /traffic', stop: 'POST /stop' } as const;

/** What `POST /traffic` takes: how long the stretch of time is, up to now. */
export interface TrafficAsked {
  readonly seconds: number;
}

/** What it gives. */
export interface LiveTraffic {
  /** How long the stretch is: whole seconds of the steps, and no longer than they have lasted. */
  readonly seconds: number;
  readonly traffic: readonly TrafficResult[];
}

/** A run in progress. */
export interface LiveState {
  /** The run's id. */
  readonly run: string;
  readonly scenario: string;
  /** Absent before the first step begins and after the last has ended. */
  readonly step?: LiveStep;
  /** Of all steps. */
  readonly left: Milliseconds;
  readonly services: readonly string[];
  readonly edges: readonly LiveEdge[];
}

export interface LiveStep {
  readonly name: string;
  /** Its network state in a few words. */
  readonly label: string;
  readonly left: Milliseconds;
}

/** An edge, and what has taken it since the first step began. */
export interface LiveEdge {
  readonly name: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly protocol: string;
  readonly driver: string;
  /** The impairment in force, as a person wrote it; `clear` when nothing. */
  readonly label: string;
  /** Absent where exchanges cannot be told apart. */
  readonly requests?: { readonly n: number; readonly ok: number };
  /** Connections; absent where the driver sees none. */
  readonly open?: number;
  /** Absent where the driver sees none. */
  readonly bytes?: { readonly up: number; readonly down: number };
}

/** Reads what has come over the socket; undefined when it is something else, as what an impairment by hand answers. */
export function parseLiveState(value: unknown): LiveState | undefined {
  if (!isRecord(value)) return undefined;
  const { run, scenario, left, services, edges } = value;
  if (typeof run !== 'string' || typeof scenario !== 'string' || typeof left !== 'number') return undefined;
  if (!Array.isArray(services) || !Array.isArray(edges)) return undefined;
  const step = parseStep(value['step']);
  return {
    run,
    scenario,
    left,
    services: services.filter((service) => typeof service === 'string'),
    edges: edges.flatMap((edge: unknown) => parseEdge(edge) ?? []),
    ...(step !== undefined && { step }),
  };
}

export function parseTrafficAsked(value: unknown): TrafficAsked | undefined {
  const seconds = isRecord(value) ? value['seconds'] : undefined;
  return typeof seconds === 'number' && seconds > 0 ? { seconds } : undefined;
}

/** Reads what has come over the socket; undefined when it is something else. */
export function parseLiveTraffic(
  value: unknown,
): { readonly seconds: number; readonly traffic: readonly EdgeTraffic[] } | undefined {
  if (!isRecord(value)) return undefined;
  const { seconds, traffic } = value;
  if (typeof seconds !== 'number' || !Array.isArray(traffic)) return undefined;
  const read = traffic.map((item: unknown) => parseTraffic(item, seconds));
  return read.includes(undefined)
    ? undefined
    : { seconds, traffic: read.filter((item) => item !== undefined) };
}

function parseStep(value: unknown): LiveStep | undefined {
  if (!isRecord(value)) return undefined;
  const { name, label, left } = value;
  if (typeof name !== 'string' || typeof label !== 'string' || typeof left !== 'number') return undefined;
  return { name, label, left };
}

function parseEdge(value: unknown): LiveEdge | undefined {
  if (!isRecord(value)) return undefined;
  const { name, from, to, protocol, driver, label, open } = value;
  if (typeof name !== 'string' || typeof from !== 'string' || !Array.isArray(to)) return undefined;
  if (typeof protocol !== 'string' || typeof driver !== 'string' || typeof label !== 'string')
    return undefined;
  return {
    name,
    from,
    to: to.filter((service) => typeof service === 'string'),
    protocol,
    driver,
    label,
    ...parseRequests(value['requests']),
    ...(typeof open === 'number' && { open }),
    ...parseBytes(value['bytes']),
  };
}

function parseRequests(value: unknown): Pick<LiveEdge, 'requests'> {
  if (!isRecord(value)) return {};
  const { n, ok } = value;
  return typeof n === 'number' && typeof ok === 'number' ? { requests: { n, ok } } : {};
}

function parseBytes(value: unknown): Pick<LiveEdge, 'bytes'> {
  if (!isRecord(value)) return {};
  const { up, down } = value;
  return typeof up === 'number' && typeof down === 'number' ? { bytes: { up, down } } : {};
}
