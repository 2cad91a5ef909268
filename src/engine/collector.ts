import type { Milliseconds } from '../core/clock.ts';
import type { SquallError } from '../core/errors.ts';
import type { LiveFigures } from '../core/events.ts';
import type { EdgeSample, LinkObservation } from '../drivers/driver.ts';
import type { LoadEnd, LoadSink, MetricInfo, MetricValues } from '../load/load.ts';
import type { ProcessIdentity } from '../exec/process-identity.ts';
import { BlockHistograms } from '../metrics/block-histograms.ts';
import type { Histogram } from '../metrics/histogram.ts';
import { observe, type Observation } from '../metrics/observation.ts';
import type { Sample } from '../metrics/sample.ts';
import { Series, type SeriesFilter } from '../metrics/series.ts';
import { Timeline, type TimeRange } from '../metrics/timeline.ts';
import { everySample } from '../metrics/window-data.ts';
import type { Plan, PlannedEdge } from '../plan/plan.ts';
import type { EdgeTraffic } from '../traffic/edge-traffic.ts';
import { FailureLog } from './failure-log.ts';
import { LateRequests } from './late-requests.ts';
import { LiveWindow } from './live-window.ts';
import { observeExchange } from './observe-exchange.ts';
import { stepCuts } from './step-cuts.ts';
import { UsageLog } from './usage-log.ts';
import { ValueLog } from './value-log.ts';
import { metricsOf, seriesKey, tagsOf, wantedMetrics } from './wanted-metrics.ts';

interface Subject {
  /** By their tags, as `seriesKey` writes them; without any, it holds everything. */
  readonly series: ReadonlyMap<string, Series>;
  /** The same, each once. */
  readonly distinct: ReadonlySet<Series>;
  readonly live: LiveWindow;
  /** When what is still open was due, from the run's start. */
  open: readonly Milliseconds[];
}

/** Told of every exchange on an edge, as it is read: once a second. */
export type ExchangeListener = (edge: PlannedEdge, sample: EdgeSample, observation: Observation) => void;

/** Told of what loads report, as they do. */
export interface LoadListener {
  sample(load: string, sample: Sample, observation: Observation): void;
  dropped(load: string, due: readonly Milliseconds[]): void;
}

/** Everything that was measured, by subject: loads report here, and edges are read into it. */
export class Collector implements LoadSink {
  readonly timeline: Timeline;
  /** Loads that cannot go on, with the reason. */
  readonly failures: { readonly load: string; readonly reason: string; readonly error?: SquallError }[] = [];
  /** How the programs of loads ended, by load. */
  readonly ends: Map<string, LoadEnd> = new Map();
  /** What the programs of loads are, as `k6 v2.3.0`, by load. */
  readonly programs: Map<string, string> = new Map();
  /** The processes of these programs, by load. */
  readonly processes: Map<string, ProcessIdentity> = new Map();
  readonly failureLog: FailureLog = new FailureLog();
  readonly late: LateRequests;
  /** The run's start on the clock. */
  readonly epoch: Milliseconds;
  readonly #subjects = new Map<string, Subject>();
  readonly #usage = new Map<string, UsageLog>();
  readonly #firstBytes = new Map<string, BlockHistograms>();
  readonly #values = new Map<string, ValueLog>();
  readonly #edges: ReadonlyMap<string, PlannedEdge>;
  readonly #watchers = new Set<ExchangeListener>();
  readonly #loadWatchers = new Set<LoadListener>();
  /** Connections that could not be read as exchanges: by edge, then by reason. */
  readonly unread: Map<string, Map<string, number>> = new Map();

  constructor(plan: Plan, epoch: Milliseconds) {
    this.epoch = epoch;
    this.late = new LateRequests(plan);
    this.timeline = new Timeline(plan.steps.map((step) => ({ ...step, cuts: stepCuts(step) })));
    for (const load of plan.loads) {
      this.#addSubject(plan, load.name);
      this.#values.set(load.name, new ValueLog(wantedMetrics(plan, load), this.timeline, epoch));
    }
    this.#edges = new Map(plan.edges.map((edge) => [edge.name, edge]));
    for (const edge of plan.edges) {
      this.#addSubject(plan, edge.name, edge.readable ? servicesOf(edge.to) : []);
      this.#usage.set(edge.name, new UsageLog(epoch));
      this.#firstBytes.set(edge.name, new BlockHistograms(this.timeline));
    }
  }

  samples(load: string, samples: readonly Sample[]): void {
    for (const sample of samples) {
      const observation = observe(sample, this.epoch);
      this.#add(load, observation);
      for (const watcher of this.#loadWatchers) watcher.sample(load, sample, observation);
      this.late.add(load, sample.due - this.epoch);
      if (!sample.ok) this.failureLog.add(load, sample);
    }
  }

  dropped(load: string, due: readonly Milliseconds[]): void {
    for (const series of this.#subject(load).distinct) {
      for (const at of due) series.drop(at - this.epoch);
    }
    for (const watcher of this.#loadWatchers) watcher.dropped(load, due);
  }

  open(load: string, due: readonly Milliseconds[]): void {
    const subject = this.#subject(load);
    subject.open = due.map((at) => at - this.epoch);
    subject.live.setOpen(due.length);
  }

  failed(load: string, reason: string, error?: SquallError): void {
    this.failures.push({ load, reason, ...(error !== undefined && { error }) });
  }

  values(load: string, values: readonly MetricValues[]): void {
    const log = this.valuesOf(load);
    for (const batch of values) log.add(batch);
  }

  metric(load: string, info: MetricInfo): void {
    this.valuesOf(load).declare(info);
  }

  started(load: string, program: string, process: ProcessIdentity): void {
    this.programs.set(load, program);
    this.processes.set(load, process);
  }

  ended(load: string, end: LoadEnd): void {
    this.ends.set(load, end);
  }

  link(seen: LinkObservation): void {
    const { edge, samples, openSince } = seen;
    const firstBytes = this.#firstBytes.get(edge);
    const planned = this.#edges.get(edge);
    for (const sample of samples) {
      const observation = observeExchange(sample, this.epoch);
      this.#add(edge, observation);
      if (planned !== undefined) for (const watcher of this.#watchers) watcher(planned, sample, observation);
      if (sample.status !== 0) firstBytes?.record(sample.at - this.epoch, sample.firstByte);
    }
    this.open(edge, openSince);
    this.#usage.get(edge)?.add(seen);
    const unread = this.unread.get(edge) ?? new Map<string, number>();
    for (const [reason, count] of Object.entries(seen.unread))
      unread.set(reason, (unread.get(reason) ?? 0) + count);
    this.unread.set(edge, unread);
  }

  /** The series of a subject's exchanges, whole or of some tags. */
  series(subject: string, tags: SeriesFilter = {}): Series {
    const key = seriesKey(tags);
    const series = this.#subject(subject).series.get(key);
    if (series === undefined) throw new Error(`no series for ${subject} ${key}`);
    return series;
  }

  /** The metrics that a load emits itself. */
  valuesOf(load: string): ValueLog {
    const log = this.#values.get(load);
    if (log === undefined) throw new Error(`unknown load ${load}`);
    return log;
  }

  /** When the exchanges of a subject that are still open were due, as far as that is in `range`. */
  openDueIn(subject: string, { from, to }: TimeRange): Milliseconds[] {
    return this.#subject(subject).open.filter((due) => due >= from && due < to);
  }

  /** Until the first byte of each answer on an edge to a request that was due in `range`, a union of blocks. */
  firstBytesIn(edge: string, range: TimeRange): Histogram | undefined {
    return this.#firstBytes.get(edge)?.window(range);
  }

  /** What each service of each readable edge was asked in `range`, a union of blocks. */
  traffic(range: TimeRange): EdgeTraffic[] {
    return [...this.#edges.values()]
      .filter((edge) => edge.readable)
      .flatMap(({ name, from, to }) =>
        servicesOf(to).map((service) => {
          const window = this.series(name, { service }).window(range);
          return { edge: name, from, to: service, seconds: window.seconds, cell: everySample(window) };
        }),
      );
  }

  /** Tells every further exchange on an edge, until the function that is returned is called. */
  watch(listener: ExchangeListener): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Tells everything further that loads report, until the function that is returned is called. */
  watchLoads(listener: LoadListener): () => void {
    this.#loadWatchers.add(listener);
    return () => this.#loadWatchers.delete(listener);
  }

  usage(edge: string): UsageLog {
    const log = this.#usage.get(edge);
    if (log === undefined) throw new Error(`no usage for ${edge}`);
    return log;
  }

  figures(now: Milliseconds, subjects: readonly string[]): LiveFigures[] {
    return subjects.map((name) => this.#subject(name).live.figures(name, now - this.epoch));
  }

  #add(name: string, observation: Observation): void {
    const subject = this.#subject(name);
    for (const series of subject.distinct) series.add(observation);
    subject.live.add(observation);
  }

  /** `services` are those that an edge leads to, of which the traffic is told apart. */
  #addSubject(plan: Plan, name: string, services: readonly string[] = []): void {
    const whole = new Series(this.timeline);
    const series = new Map([[seriesKey({}), whole]]);
    const wanted = metricsOf(plan, name).flatMap(({ own, tags }) =>
      own === undefined ? [tagsOf(tags)] : [],
    );
    for (const service of services) {
      // All of an edge to one service is what that service was asked, and a series is most of what a long run keeps.
      series.set(
        seriesKey({ service }),
        services.length === 1 ? whole : new Series(this.timeline, { service }),
      );
    }
    for (const tags of wanted) {
      const key = seriesKey(tags);
      if (!series.has(key)) series.set(key, new Series(this.timeline, tags));
    }
    const distinct = new Set(series.values());
    this.#subjects.set(name, { series, distinct, live: new LiveWindow(), open: [] });
  }

  #subject(name: string): Subject {
    const subject = this.#subjects.get(name);
    if (subject === undefined) throw new Error(`unknown subject ${name}`);
    return subject;
  }
}

/** Each once, whatever the number of its ports. */
function servicesOf(targets: PlannedEdge['to']): string[] {
  return [...new Set(targets.map(({ service }) => service))];
}
