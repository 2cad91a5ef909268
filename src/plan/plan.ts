import type { Milliseconds } from '../core/clock.ts';
import type { Capability, Protocol } from '../impairment/capability.ts';
import type { Impairment } from '../impairment/model.ts';
import type { Confidence } from '../slo/confidence.ts';
import type { Expectation } from '../slo/grammar.ts';

export interface PlannedReady {
  /** Path whose 2xx or 3xx means ready; absent: a connection is enough. */
  readonly get?: string;
  readonly within: Milliseconds;
}

/** A service that the run starts. Strings may hold `${...}` references that only the run can fill. */
export interface PlannedProcess {
  readonly kind: 'process';
  readonly name: string;
  readonly protocol: Protocol;
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

export type PlannedService = PlannedProcess | PlannedUrl;

/** One service at the end of an edge, with the port where it is not the first. */
export interface EdgeTarget {
  readonly service: string;
  readonly port?: string;
}

export interface PlannedEdge {
  readonly name: string;
  readonly from: string;
  readonly to: readonly EdgeTarget[];
  readonly per: 'client' | 'edge';
  readonly protocol: Protocol;
  /** Whether its exchanges can be told apart: HTTP in clear text. */
  readonly readable: boolean;
  readonly driver: 'proxy';
  /** Where to listen; port 0 lets the system choose. */
  readonly listen: { readonly host: string; readonly port: number };
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

export interface PlannedLoad {
  readonly name: string;
  readonly through: string;
  readonly mode: 'mix' | 'journey';
  readonly requests: readonly PlannedRequest[];
  readonly arrivals: 'even' | 'poisson';
  readonly keepAlive: boolean;
  readonly policy: 'server-errors' | 'strict';
  readonly maxOpen: number;
  /** One for each step, in order. */
  readonly segments: readonly PlannedRate[];
}

/** One edge in one step. */
export interface PlannedLink {
  readonly edge: string;
  /** As a person wrote it: the profile's name or the values; `clear` when nothing. */
  readonly label: string;
  readonly impairment: Impairment;
  /** The round trip it adds, in milliseconds. */
  readonly rtt: Milliseconds;
  readonly capabilities: readonly Capability[];
  /** Whether the link is changed at the step's start. */
  readonly changed: boolean;
}

export interface PlannedCheck {
  readonly kind: 'check';
  readonly name: string;
  readonly that: string;
  readonly gate: 'expect' | 'warn';
  readonly because?: string;
  readonly confidence: Confidence;
  readonly expectation: Expectation;
  /** Where the judged window begins; later than the step's window with `recovery(x) <= T`. */
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

export interface PlannedCommand {
  readonly kind: 'command';
  readonly name: string;
  readonly that: string;
  readonly gate: 'expect' | 'warn';
  readonly because?: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly within: Milliseconds;
}

export type PlannedExpectation = PlannedCheck | PlannedCommand;

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
  readonly expectations: readonly PlannedExpectation[];
}

/** What will happen: decided before anything is touched, the same for the same file, values and capabilities. */
export interface Plan {
  readonly scenario: { readonly name: string; readonly description?: string; readonly version: number };
  readonly seed: number;
  readonly stopOnFail: boolean;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** In the order in which they start. */
  readonly services: readonly PlannedService[];
  readonly edges: readonly PlannedEdge[];
  readonly loads: readonly PlannedLoad[];
  readonly steps: readonly PlannedStep[];
  /** Of all steps. */
  readonly duration: Milliseconds;
}
