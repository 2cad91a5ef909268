import { cleanStrings } from '../../report/console/clean-strings.ts';
import type { TrafficSide } from '../../traffic/traffic-query.ts';
import type { TrafficTable, WindowedRow } from './traffic-source.ts';

/** The rows as `linkerd viz stat -o json` has them, and with each what it is of and how sure it is. */
export function goldenJson(tables: readonly TrafficTable[], side: TrafficSide): string {
  const rows = tables.flatMap(({ step, rows: own }) =>
    own.map((row) => ({ ...jsonRow(row, side), ...(step !== undefined && { step }) })),
  );
  return `${JSON.stringify(cleanStrings(rows), null, 2)}\n`;
}

function jsonRow(row: WindowedRow, side: TrafficSide): Readonly<Record<string, unknown>> {
  const { namespace, kind, name, meshed, n, success, interval, rps, p50, p95, p99, seconds } = row;
  return {
    namespace,
    ...(kind !== undefined && { kind }),
    name,
    ...endsOf(name, side),
    ...(meshed !== undefined && { meshed: `${meshed.measured}/${meshed.of}` }),
    n,
    success,
    interval,
    rps,
    latency_ms_p50: p50,
    latency_ms_p95: p95,
    latency_ms_p99: p99,
    seconds,
  };
}

function endsOf(name: string, side: TrafficSide): { readonly source?: string; readonly dest: string } {
  switch (side.kind) {
    case 'received':
      return { dest: name };
    case 'from':
      return { source: side.client, dest: name };
    case 'to':
      return { source: name, dest: side.service };
  }
}
