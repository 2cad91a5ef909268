import type { Milliseconds } from '../core/clock.ts';
import type { SquallError } from '../core/errors.ts';
import type { LiveFigures } from '../core/events.ts';
import type { EdgeSample, LinkObservation } from '../drivers/driver.ts';
import type { LoadEnd, LoadSink, MetricInfo, MetricValues } from '../load/load.ts';
import { observe, type Observation } from '../metrics/observation.ts';
import type { Sample } from '../metrics/sample.ts';
import { Series } from '../metrics/series.ts';
import { Timeline, type TimeRange } from '../metrics/timeline.ts';
import type { Plan } from '../plan/plan.ts';
import { metricsIn } from '../slo/metrics-in.ts';
import type { Metric } from '../slo/grammar.ts';
import { FailureLog } from './failure-log.ts';
import { LiveWindow } from './live-window.ts';
import { stepCuts } from './step-cuts.ts';
import { UsageLog } from './usage-log.ts';

interface Subject {
  /** By the `name` tag; the empty string holds everything. */
  readonly series: Map<string, Series>;
  readonly live: LiveWindow;
  /** When what is still open was due, from the run's start. */
  open: readonly Milliseconds[];
}

/** Everything that was measured, by subject: loads report here, and edges are read into it. */
export class Collector implements LoadSink {
  readonly timeline: Timeline;
  /** Loads that cannot go on, with the reason. */
  readonly failures: { readonly load: string; readonly reason: string; readonly error?: SquallError }[] = [];
  readonly ends: Map<string, LoadEnd> = new Map();
  readonly programs: Map<string, string> = new Map();
  readonly failureLog: FailureLog = new FailureLog();
  readonly #epoch: Milliseconds;
  readonly #subjects = new Map<string, Subject>();
  readonly #usage = new Map<string, UsageLog>();
  /** Connections that could not be read as exchanges: by edge, then by reason. */
  readonly unread: Map<string, Map<string, number>> = new Map();

  constructor(plan: Plan, epoch: Milliseconds) {
    this.#epoch = epoch;
    this.timeline = new Timeline(plan.steps.map((step) => ({ ...step, cuts: stepCuts(step) })));
    for (const load of plan.loads) this.#addSubject(plan, load.name);
    for (const edge of plan.edges) {
      this.#addSubject(plan, edge.name);
      this.#usage.set(edge.name, new UsageLog(epoch));
    }
  }

  samples(load: string, samples: readonly Sample[]): void {
    for (const sample of samples) {
      this.#add(load, observe(sample, this.#epoch));
      if (!sample.ok) this.failureLog.add(load, sample);
    }
  }

  dropped(load: string, due: readonly Milliseconds[]): void {
    for (const series of this.#subject(load).series.values()) {
      for (const at of due) series.drop(at - this.#epoch);
    }
  }

  open(load: string, due: readonly Milliseconds[]): void {
    const subject = this.#subject(load);
    subject.open = due.map((at) => at - this.#epoch);
    subject.live.setOpen(due.length);
  }

  failed(load: string, reason: string, error?: SquallError): void {
    this.failures.push({ load, reason, ...(error !== undefined && { error }) });
  }

  values(_load: string, _values: readonly MetricValues[]): void {}

  metric(_load: string, _info: MetricInfo): void {}

  started(load: string, program: string): void {
    this.programs.set(load, program);
  }

  ended(load: string, end: LoadEnd): void {
    this.ends.set(load, end);
  }

  link(observation: LinkObservation): void {
    const { edge, samples, openSince } = observation;
    for (const sample of samples) this.#add(edge, this.#edgeObservation(sample));
    this.open(edge, openSince);
    this.#usage.get(edge)?.add(observation);
    const unread = this.unread.get(edge) ?? new Map<string, number>();
    for (const [reason, count] of Object.entries(observation.unread))
      unread.set(reason, (unread.get(reason) ?? 0) + count);
    this.unread.set(edge, unread);
  }

  /** The series of a subject, whole or of one request name. */
  series(subject: string, name = ''): Series {
    const series = this.#subject(subject).series.get(name);
    if (series === undefined) throw new Error(`no series for ${subject} ${name}`);
    return series;
  }

  /** When the exchanges of a subject that are still open were due, as far as that is in `range`. */
  openDueIn(subject: string, { from, to }: TimeRange): Milliseconds[] {
    return this.#subject(subject).open.filter((due) => due >= from && due < to);
  }

  usage(edge: string): UsageLog {
    const log = this.#usage.get(edge);
    if (log === undefined) throw new Error(`no usage for ${edge}`);
    return log;
  }

  figures(now: Milliseconds, subjects: readonly string[]): LiveFigures[] {
    return subjects.map((name) => this.#subject(name).live.figures(name, now - this.#epoch));
  }

  #edgeObservation(sample: EdgeSample): Observation {
    const { at, latency, method, path, status } = sample;
    const due = at - this.#epoch;
    const ok = status !== 0 && status < 500;
    const common = { due, end: due + latency, name: `${method} ${path}`, ok, answered: status !== 0 };
    return ok ? common : { ...common, failure: status === 0 ? 'closed' : `status ${status}` };
  }

  #add(name: string, observation: Observation): void {
    const subject = this.#subject(name);
    for (const series of subject.series.values()) series.add(observation);
    subject.live.add(observation);
  }

  #addSubject(plan: Plan, name: string): void {
    const names = new Set([
      '',
      ...metricsOf(plan, name).flatMap((metric) => metric.tags.map((tag) => tag.value)),
    ]);
    const series = new Map(
      [...names].map((tag) => [tag, new Series(this.timeline, tag === '' ? {} : { name: tag })] as const),
    );
    this.#subjects.set(name, { series, live: new LiveWindow(), open: [] });
  }

  #subject(name: string): Subject {
    const subject = this.#subjects.get(name);
    if (subject === undefined) throw new Error(`unknown subject ${name}`);
    return subject;
  }
}

function metricsOf(plan: Plan, subject: string): Metric[] {
  const checks = plan.steps
    .flatMap((step) => step.expectations)
    .flatMap((item) => (item.kind === 'check' ? [item] : []));
  return checks
    .flatMap((check) => metricsIn(check.expectation))
    .filter((metric) => metric.subject === subject);
}
