import type { Milliseconds } from '../core/clock.ts';
import type { ContainerRef } from '../core/container-ref.ts';
import type { PageSize } from '../core/page-mark.ts';
import type { ScenarioIdentity, TraceIdentity } from '../core/result.gen.ts';
import type { Capability, DriverName, Protocol } from '../impairment/capability.ts';
import { isClear, type Impairment } from '../impairment/model.ts';
import type { ScheduledState } from '../impairment/varying/schedule.ts';
import type { Guard } from '../slo/guard.ts';
import type { PlannedCheck, PlannedExpectation } from './planned-expectation.ts';
import type { PlannedEvent } from './planned-event.ts';
import type { PlannedSearch } from './planned-search.ts';

export interface PlannedReady {
  /** Path whose 2xx or 3xx means ready; absent: a connection is enough. */
  readonly get?: string;
  readonly within: Milliseconds;
}

/** Where a load or a started service runs: beside the runner, or in a network namespace of its own. */
export type Home = 'host' | 'namespace';

/** A service that the run starts. Strings may hold `${...}` references that only the run can fill. */
export interface PlannedProcess {
  readonly kind: 'process';
  readonly name: string;
  readonly protocol: Protocol;
  readonly home: Home;
  /** Names of its ports; the first is `${port}`. */
  readonly ports: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Relative to the scenario's folder. */
  readonly cwd: string;
  readonly stopWithin: Milliseconds;
  readonly ready: PlannedReady;
}

/** A service that runs already. */
export interface PlannedUrl {
  readonly kind: 'url';
  readonly name: string;
  readonly protocol: Protocol;
  /** Scheme, host and port. */
  readonly url: string;
  readonly ready: PlannedReady;
}

/** A container that runs already; which one, and where, only the run finds out. */
export interface PlannedContainer {
  readonly kind: 'container';
  readonly name: string;
  readonly protocol: Protocol;
  readonly container: ContainerRef;
  /** What it listens on, as the container sees it; absent where no edge leads to it. */
  readonly port?: number;
  readonly ready: PlannedReady;
}

export type PlannedService = PlannedProcess | PlannedUrl | PlannedContainer;

/** One service at the end of an edge, with the port where it is not the first. */
export interface EdgeTarget {
  readonly service: string;
  readonly port?: string;
}

/** An address that the proxy of an edge listens on; port 0 lets the system choose. */
export interface ListenPlace {
  readonly kind: 'listen';
  readonly host: string;
  readonly port: number;
}

/** A veth pair that the run creates between two namespaces, or between one and the host. */
export interface VethPlace {
  readonly kind: 'veth';
  /** The load or service in whose namespace the asking end is; absent: the host. */
  readonly from?: string;
  /** The service in whose namespace the answering end is; absent: the host. */
  readonly to?: string;
}

/** What may be done to an interface that is not the run's own. */
export interface InterfaceLeave {
  /** Whether somebody else's queueing discipline may be replaced, and put back. */
  readonly replace: boolean;
  /** Whether it may carry the default route or the session of who runs this, and DNS may be impaired on it. */
  readonly allow: boolean;
}

/** An interface that exists already, at the asking end of the edge. */
export interface InterfacePlace extends InterfaceLeave {
  readonly kind: 'interface';
  readonly interface: string;
  /** The network namespace that has it, by name or by a process in it; absent: the runner's. */
  readonly netns?: string;
  readonly pid?: number;
}

/** The interface of the asking container that leads to the services of the edge, which the run finds. */
export interface ContainerPlace extends InterfaceLeave {
  readonly kind: 'container';
}

export type EdgePlace = ListenPlace | VethPlace | InterfacePlace | ContainerPlace;

export interface PlannedEdge {
  readonly name: string;
  readonly from: string;
  readonly to: readonly EdgeTarget[];
  readonly per: 'client' | 'edge';
  readonly protocol: Protocol;
  /** Whether its exchanges can be told apart: HTTP or gRPC in clear text. */
  readonly readable: boolean;
  readonly driver: DriverName;
  /** Where the driver works: `listen` with `proxy`, `container` with `docker`, the others with `tc`. */
  readonly place: EdgePlace;
}

export interface PlannedRequest {
  readonly name: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeout: Milliseconds;
  readonly weight: number;
}

/** One linear stretch of a load's rate; times from the run's start, arrivals per second. */
export interface PlannedRate {
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  readonly from: number;
  readonly to: number;
}

interface CommonLoad {
  readonly name: string;
  readonly through: string;
  readonly home: Home;
  readonly policy: 'server-errors' | 'strict';
}

/** Requests at a rate, as the scenario itself describes them. */
export interface PlannedArrivals extends CommonLoad {
  readonly kind: 'arrivals';
  readonly engine: 'builtin' | 'k6';
  readonly mode: 'mix' | 'journey';
  readonly requests: readonly PlannedRequest[];
  readonly arrivals: 'even' | 'poisson';
  readonly keepAlive: boolean;
  readonly maxOpen: number;
  /** One for each step, in order. */
  readonly segments: readonly PlannedRate[];
}

/** A k6 script. Strings of `env` and `args` may hold `${...}` references that only the run can fill. */
export interface PlannedScript extends CommonLoad {
  readonly kind: 'script';
  /** Relative to the scenario's folder. */
  readonly script: string;
  /** Of its contents; absent where it could not be read. */
  readonly sha256?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** Whether the script's own thresholds are expectations too. */
  readonly thresholds: 'report' | 'judge';
}

/** Any other program that asks. Its strings may hold `${...}` references that only the run can fill. */
export interface PlannedProgram extends CommonLoad {
  readonly kind: 'command';
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Relative to the scenario's folder. */
  readonly cwd: string;
  /** It has to have ended so long after the run's start; absent: it is stopped at the end. */
  readonly within?: Milliseconds;
}

export type PlannedLoad = PlannedArrivals | PlannedScript | PlannedProgram;

/** Whether k6 sends the load, so that its requests count from when they were sent. */
export function isOfK6(load: PlannedLoad): boolean {
  return load.kind === 'script' || (load.kind === 'arrivals' && load.engine === 'k6');
}

/** One edge in one step. */
export interface PlannedLink {
  readonly edge: string;
  /** As a person wrote it: the profile's name or the values; `clear` when nothing. */
  readonly label: string;
  /** In force from the step's start; of a link that varies, until its schedule changes it. */
  readonly impairment: Impairment;
  /** The round trip it adds, in milliseconds; of a link that varies, the longest. */
  readonly rtt: Milliseconds;
  readonly capabilities: readonly Capability[];
  /** Whether the link is changed at the step's start. */
  readonly changed: boolean;
  /** Of a link whose value is searched for: its state with the bad end of the range. */
  readonly reaches?: Impairment;
  /** Of a link that varies: its states in the window in order, the first from where the window opens; times from the run's start. */
  readonly schedule?: readonly ScheduledState[];
  /** What the schedule was made from, each once; absent where there is none. */
  readonly traces?: readonly TraceIdentity[];
}

/** Whether a step impairs the link at any time. */
export function isImpaired({ impairment, reaches, schedule = [] }: PlannedLink): boolean {
  const states = [impairment, ...(reaches === undefined ? [] : [reaches])];
  return [...states, ...schedule.map((state) => state.impairment)].some((state) => !isClear(state));
}

/** Whether any step impairs the edge. */
export function isEverImpaired({ steps }: Pick<Plan, 'steps'>, edge: string): boolean {
  return steps.some(({ links }) => links.some((link) => link.edge === edge && isImpaired(link)));
}

/** A page that a browser opens when the window opens, and watches to the end of the step. */
export interface PlannedVisit {
  /** What the visits of one page have in common. */
  readonly name: string;
  /** May hold `${...}` references that only the run can fill. */
  readonly open: string;
  /** When pictures are taken, from the navigation, ascending. */
  readonly frames: readonly Milliseconds[];
  readonly size: PageSize;
}

/** A step; times are milliseconds from the run's start. */
export interface PlannedStep {
  readonly name: string;
  readonly description?: string;
  readonly start: Milliseconds;
  /** The end of settling: what is due from here on is judged. */
  readonly windowStart: Milliseconds;
  readonly end: Milliseconds;
  /** Every edge, in the scenario's order. */
  readonly links: readonly PlannedLink[];
  /** Judged on its window; none where the step searches. */
  readonly expectations: readonly PlannedExpectation[];
  readonly visit?: PlannedVisit;
  /** In the order in which they begin; absent where there are none. */
  readonly events?: readonly PlannedEvent[];
  readonly search?: PlannedSearch;
}

/** Whether nothing comes after a step, which may have been cut short. */
export function isLastStep({ steps }: Pick<Plan, 'steps'>, { name }: Pick<PlannedStep, 'name'>): boolean {
  return steps.at(-1)?.name === name;
}

/** The checks of a step, on its window or on each trial of its search. */
export function checksOf({
  expectations,
  search,
}: Pick<PlannedStep, 'expectations' | 'search'>): PlannedCheck[] {
  return [...expectations.filter((item) => item.kind === 'check'), ...(search?.checks ?? [])];
}

/** A condition that stops the run as soon as it holds. */
export interface PlannedGuard extends Guard {
  readonly name: string;
  readonly that: string;
  readonly because?: string;
}

/** A server of Prometheus' HTTP API that expectations ask. Strings may hold `${...}` references that only the run can fill. */
export interface PlannedPrometheus {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A file of certificates, relative to the scenario's folder. */
  readonly ca?: string;
  readonly timeout: Milliseconds;
  /** Whose series it has; for tables of traffic. */
  readonly preset?: 'linkerd' | 'istio' | 'opentelemetry' | 'squall' | 'custom';
  /** There with the preset `custom`. */
  readonly custom?: PlannedSeries;
}

/** A counter of requests and a histogram of their durations, with the labels that tell who, whom and how. */
export interface PlannedSeries {
  readonly requests: string;
  readonly duration: string;
  readonly unit: 's' | 'ms';
  readonly source: string;
  readonly destination: string;
  readonly status: string;
}

/** What will happen: decided before anything is touched, the same for the same file, values and capabilities. */
export interface Plan {
  readonly scenario: Omit<ScenarioIdentity, 'file' | 'sha256' | 'sources'>;
  readonly seed: number;
  readonly stopOnFail: boolean;
  readonly guards: readonly PlannedGuard[];
  /** What the whole run may take, setting up included. */
  readonly maxDuration?: Milliseconds;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** In the order in which they start. */
  readonly services: readonly PlannedService[];
  readonly edges: readonly PlannedEdge[];
  readonly loads: readonly PlannedLoad[];
  readonly prometheus?: PlannedPrometheus;
  readonly steps: readonly PlannedStep[];
  /** Of all steps. */
  readonly duration: Milliseconds;
}
