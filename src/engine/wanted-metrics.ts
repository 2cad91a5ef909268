import type { WantedMetric } from '../load/load.ts';
import { checksOf, isOfK6, type Plan, type PlannedLoad } from '../plan/plan.ts';
import type { Metric, Tag } from '../slo/grammar.ts';
import { metricsIn } from '../slo/metrics-in.ts';

/** What every report shows of a k6 load, and what says whether it kept its rate. */
const ALWAYS: readonly string[] = [
  'iterations',
  'dropped_iterations',
  'http_reqs',
  'http_req_duration',
  'http_req_connecting',
  'http_req_tls_handshaking',
];

/** Every figure of a subject that an expectation or a guard names, on either side. */
export function metricsOf({ guards, steps }: Plan, subject: string): Metric[] {
  const expectations = steps.flatMap((step) => checksOf(step)).map((check) => check.expectation);
  return [...expectations, ...guards.map((guard) => guard.expectation)]
    .flatMap((expectation) => metricsIn(expectation))
    .filter((metric) => metric.subject === subject);
}

/** The series of values that a load is to tell, each once, in the order that `MetricValues.wanted` counts. */
export function wantedMetrics(plan: Plan, load: PlannedLoad): WantedMetric[] {
  const named = metricsOf(plan, load.name).flatMap(({ own, tags }) =>
    own === undefined ? [] : [{ metric: own, tags: tagsOf(tags) }],
  );
  // A share of dropped iterations is one of all iterations with these tags.
  const compared = named.flatMap((wanted) =>
    wanted.metric === 'dropped_iterations' ? [{ ...wanted, metric: 'iterations' }] : [],
  );
  const always = isOfK6(load) ? ALWAYS.map((metric) => ({ metric, tags: {} })) : [];
  const byKey = new Map(
    [...always, ...named, ...compared].map((wanted) => [seriesKey(wanted.tags, wanted.metric), wanted]),
  );
  return [...byKey.values()];
}

/** The tags of requests that an expectation asks for, beside `name`. */
export function wantedTags(plan: Plan, load: PlannedLoad): string[] {
  const keys = metricsOf(plan, load.name).flatMap(({ own, tags }) =>
    own === undefined ? tags.map((tag) => tag.key) : [],
  );
  return [...new Set(keys)].filter((key) => key !== 'name');
}

export function tagsOf(tags: readonly Pick<Tag, 'key' | 'value'>[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

/** One name for a series, whatever the order in which its tags are written. */
export function seriesKey(tags: Readonly<Record<string, string>>, metric = ''): string {
  return JSON.stringify([metric, ...Object.entries(tags).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}
