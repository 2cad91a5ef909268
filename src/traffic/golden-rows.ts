import type { Milliseconds } from '../core/clock.ts';
import { Cell } from '../metrics/cell.ts';
import { rankOf } from '../metrics/histogram.ts';
import { proportionInterval } from '../slo/intervals.ts';
import type { EdgeTraffic } from './edge-traffic.ts';
import type { GoldenRow, Meshed } from './golden-row.ts';
import type { Topology } from './topology.ts';
import type { TrafficQuery, TrafficSide } from './traffic-query.ts';

const CONFIDENCE = 0.95;

/**
 * The rows of one run's traffic, by namespace and name. As in Conduit, `received` has a row for each service, also where nothing was
 * asked, and `from` and `to` have rows of what was asked only. A row of `from` or `to` is the client's view, as every row of an edge is.
 * @param traffic of one stretch of time, with an item for each service of each edge whose exchanges are read
 */
export function goldenRows(
  traffic: readonly EdgeTraffic[],
  topology: Topology,
  query: TrafficQuery,
): GoldenRow[] {
  const { namespace } = topology;
  if (![query.namespace, namespaceOf(query)].every((wanted) => (wanted ?? namespace) === namespace))
    return [];
  const seen = traffic.filter((item) => matches(item, query));
  return rowNames(seen, topology, query)
    .map((name) => {
      const own = seen.filter((item) => rowOf(item, query) === name);
      const row = { namespace, name, kind: topology.services.includes(name) ? 'service' : 'load' } as const;
      return { ...row, meshed: meshedOf(name, own, topology, query), ...figuresOf(own) };
    })
    .filter(({ n }) => n > 0 || query.kind === 'received');
}

/** Rows of several runs or namespaces, in the order of `namespace/name`. */
export function sortRows<R extends Pick<GoldenRow, 'namespace' | 'name'>>(rows: readonly R[]): R[] {
  const keyOf = ({ namespace, name }: R): string => `${namespace}/${name}`;
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b))));
}

/** Of the other end; a service that is asked by everybody has none. */
function namespaceOf(side: TrafficSide): string | undefined {
  return side.kind === 'received' ? undefined : side.endNamespace;
}

interface Ends {
  readonly from: string;
  readonly to: string;
}

function matches({ from, to }: Ends, side: TrafficSide): boolean {
  switch (side.kind) {
    case 'received':
      return true;
    case 'from':
      return from === side.client;
    case 'to':
      return to === side.service;
  }
}

/** The row that what took an edge is counted in. */
function rowOf({ from, to }: Ends, { kind }: TrafficSide): string {
  return kind === 'to' ? from : to;
}

function rowNames(seen: readonly Ends[], { services }: Topology, query: TrafficQuery): string[] {
  const all = query.kind === 'received' ? services : seen.map((item) => rowOf(item, query));
  const wanted = [...new Set(all)].filter((name) => query.names.length === 0 || query.names.includes(name));
  return wanted.toSorted();
}

/** Of the edges that the row is about, how many are read: what takes the others is in no figure. */
function meshedOf(
  name: string,
  own: readonly EdgeTraffic[],
  { edges }: Topology,
  query: TrafficQuery,
): Meshed {
  const about = edges.filter(({ from, to }) =>
    to.some((service) => {
      const ends = { from, to: service };
      return matches(ends, query) && rowOf(ends, query) === name;
    }),
  );
  return { measured: new Set(own.map(({ edge }) => edge)).size, of: about.length };
}

function figuresOf(own: readonly EdgeTraffic[]): Omit<GoldenRow, 'namespace' | 'name'> {
  const cell = new Cell();
  for (const item of own) cell.merge(item.cell);
  const { n, ok } = cell;
  const seconds = Math.max(0, ...own.map((item) => item.seconds));
  const percentile = (q: number): Milliseconds | null => {
    const value = cell.valueAtRank(rankOf(q, n));
    return Number.isFinite(value) ? value : null;
  };
  return {
    n,
    success: n === 0 ? null : ok / n,
    interval: n === 0 ? null : proportionInterval(ok, n, CONFIDENCE),
    rps: n === 0 ? null : n / seconds,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
  };
}
