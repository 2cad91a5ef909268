import type { Milliseconds } from '../core/clock.ts';
import type { LoadMetric } from '../core/load-metric.ts';
import type { SquallError } from '../core/errors.ts';
import type { Masker } from '../core/mask.ts';
import type { ProcessIdentity } from '../exec/process-identity.ts';
import type { Sample } from '../metrics/sample.ts';

/** One request to send, fully resolved. */
export interface RequestSpec {
  /** For tags and reports: `GET /cart` unless the scenario names it. */
  readonly name: string;
  readonly target: LoadTarget;
  readonly method: string;
  /** Path and query, from `/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Until the last byte of the answer, counted from when it was sent. */
  readonly timeout: Milliseconds;
  /** Relative to the other requests of the load; 1 unless stated. */
  readonly weight: number;
}

/** A stretch of the run's time with one linear rate; `from` equals `to` when it is constant; 0 is off. */
export interface RateSegment {
  /** From the run's start. */
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  /** Arrivals per second at `start` and at `end`. */
  readonly from: number;
  readonly to: number;
}

/** Where requests go: the service's own scheme, host and name, over the edge's socket address. */
export interface LoadTarget {
  /** `http://127.0.0.1:8080`, `https://shop.example`: what the Host header and SNI are made from. */
  readonly origin: string;
  /** The edge's address; the socket connects here, whatever `origin` says. */
  readonly connect: { readonly host: string; readonly port: number };
}

/** A network namespace that a load asks from, in a process of its own. */
export interface LoadHome {
  /** As `ip netns` names it. */
  readonly namespace: string;
  /** The environment of the process, with what marks it as the run's. */
  readonly env: Readonly<Record<string, string>>;
}

interface CommonSpec {
  readonly name: string;
  /** Absent: it asks from where this program is. */
  readonly home?: LoadHome;
}

/** Requests at a rate, as the scenario itself describes them. */
export interface ArrivalSpec {
  readonly requests: readonly RequestSpec[];
  /** `mix` draws one request by weight for each arrival; `journey` sends all of them in order. */
  readonly mode: 'mix' | 'journey';
  readonly segments: readonly RateSegment[];
  readonly keepAlive: boolean;
  readonly policy: SuccessPolicy;
  /** More exchanges than this open at once: arrivals are dropped and counted. */
  readonly maxOpen: number;
  readonly seed: number;
}

/** The built-in generator. */
export interface BuiltinLoadSpec extends CommonSpec, ArrivalSpec {
  readonly kind: 'builtin';
  readonly arrivals: 'even' | 'poisson';
}

/** What k6 runs: a script as it is, or one that is generated from requests and a rate. */
export type K6Source =
  | { readonly kind: 'script'; /** Absolute. */ readonly path: string }
  | { readonly kind: 'arrivals'; readonly arrivals: ArrivalSpec };

/** A metric that somebody asks for, and the tags that its values must carry. */
export interface WantedMetric {
  /** As k6 names it: `http_req_waiting`, `checks`, `cart_items`. */
  readonly metric: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A program of somebody else's that a load runs. */
interface ProgramSpec extends CommonSpec {
  /** The whole environment of the process: addresses, the scenario's own, and what marks it as the run's. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly cwd: string;
  /** From the run's start to the end of the last step. */
  readonly duration: Milliseconds;
  /** The file that its output goes to, masked. Absolute. */
  readonly log: string;
  /** Absent where there are no secrets. */
  readonly mask?: Masker;
  readonly policy: SuccessPolicy;
  /** Of the series of values that are to be told, in the order that `MetricValues.wanted` counts. */
  readonly metrics: readonly WantedMetric[];
  /** Keys of the tags that each sample is to carry, beside its name. */
  readonly sampleTags: readonly string[];
}

export interface K6LoadSpec extends ProgramSpec {
  readonly kind: 'k6';
  readonly source: K6Source;
  /** Further arguments of `k6 run`. */
  readonly args: readonly string[];
  /** What a script may ask by its own name, and the address that it is led to. */
  readonly targets: readonly LoadTarget[];
}

/** Any other program that asks. */
export interface CommandLoadSpec extends ProgramSpec {
  readonly kind: 'command';
  readonly argv: readonly string[];
  /** From the run's start; with it, the command ends by itself, and may before the steps do. */
  readonly within?: Milliseconds;
}

export type LoadSpec = BuiltinLoadSpec | K6LoadSpec | CommandLoadSpec;

/** What counts as success; named in the plan and in every report. */
export type SuccessPolicy = 'server-errors' | 'strict';

/** Values of one wanted metric, as columns of equal length. Times are on `Clock.now`'s scale. */
export interface MetricValues {
  /** Index into the spec's `metrics`. */
  readonly wanted: number;
  /** When each began: of an HTTP metric its request, of any other one when it was stamped. */
  readonly at: Float64Array;
  /** When each was stamped. */
  readonly end: Float64Array;
  readonly value: Float64Array;
}

/** What is declared of a metric when its first value comes. */
export interface MetricInfo extends LoadMetric {
  readonly name: string;
}

/** A threshold of a script. */
export interface Threshold {
  /** With the tags of a submetric: `http_req_duration{name:cart}`. */
  readonly metric: string;
  /** As written: `p(95)<500`. */
  readonly text: string;
}

/** A threshold as k6 itself judged it over its whole run. */
export interface ThresholdOutcome extends Threshold {
  readonly ok: boolean;
}

/** A `check()` of a script, over its whole run. */
export interface CheckOutcome {
  /** The names of its groups, outermost first. */
  readonly groups: readonly string[];
  readonly name: string;
  readonly passes: number;
  readonly fails: number;
}

/** How the program of a load ended, with all that it says of its own run. */
export interface LoadEnd {
  /** On `Clock.now`'s scale. */
  readonly at: Milliseconds;
  readonly exit: { readonly code: number | null; readonly signal: NodeJS.Signals | null };
  /** Whether it ended because `stop` asked it to. */
  readonly stopped: boolean;
  /** The last line that it wrote, for messages. */
  readonly lastLine: string;
  readonly thresholds: readonly ThresholdOutcome[];
  /** What its script declares and it has left no outcome of. */
  readonly unjudged?: readonly Threshold[];
  readonly checks: readonly CheckOutcome[];
  /** Its own summary: figures by metric, as `http_req_duration` -> `p(95)` -> 412. */
  readonly summary: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Takes what a load reports of its requests, in batches, at least four times a second while it runs. */
export interface ExchangeSink {
  /** Complete exchanges since the last batch. */
  samples(load: string, samples: readonly Sample[]): void;
  /** Due times of arrivals that were dropped since the last batch; k6's are values of `dropped_iterations`. */
  dropped(load: string, due: readonly Milliseconds[]): void;
  /** Due times of all exchanges that are open now; k6 does not know its own. */
  open(load: string, due: readonly Milliseconds[]): void;
  /** The load cannot go on; `error` where it is more than a failure of the load itself. */
  failed(load: string, reason: string, error?: SquallError): void;
}

/** Takes what a load reports, with what programs of somebody else's tell of themselves. */
export interface LoadSink extends ExchangeSink {
  /** Values of wanted metrics since the last batch. */
  values(load: string, values: readonly MetricValues[]): void;
  /** A metric that the load emits, once, wanted or not. */
  metric(load: string, info: MetricInfo): void;
  /** The program of a load has started: what it is, as `k6 v2.3.0`, and the process by which it is known. */
  started(load: string, program: string, process: ProcessIdentity): void;
  /** The program of a load has ended, and everything that it reported has been told; once. */
  ended(load: string, end: LoadEnd): void;
}

/** A load that is ready: connections are opened only by requests. */
export interface RunningLoad {
  /**
   * Resolves when every exchange due before `until` (from the run's start) has ended or timed out; of a program of
   * somebody else's, when all that it stamped before `until` has been told, or it has ended.
   */
  settled(until: Milliseconds): Promise<void>;
  /** No more arrivals; what is open is given up. Resolves once a program has ended and `ended` was told. Idempotent. */
  stop(): Promise<void>;
}

/** What there is to know of loads before they start. */
export interface LoadReadiness {
  /** How long the slowest of their programs takes from its start to its first request. */
  readonly startup: Milliseconds;
}

/** Asks: sends the requests of `specs` when they are due, `epoch` being the run's start on `Clock.now`'s scale. */
export interface LoadGenerator<Spec extends LoadSpec = LoadSpec> {
  /**
   * Finds what the loads need and looks at their scripts, before anything of the run is touched; addresses in `specs`
   * are not real yet, and nobody has a home. Absent where there is nothing to look at.
   * @throws SquallError exit code 2 for what is wrong with a script, 3 for a program that is missing or too old
   */
  check?(specs: readonly Spec[], signal: AbortSignal): Promise<LoadReadiness>;
  /** Programs are started at once, `startup` before `epoch` at the latest. */
  start(specs: readonly Spec[], epoch: Milliseconds, sink: LoadSink): Promise<RunningLoad>;
}
