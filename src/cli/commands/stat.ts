import { systemClock } from '../../core/clock.ts';
import type { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import type { SuccessPolicy } from '../../load/load.ts';
import { cleanLine } from '../../report/clean-text.ts';
import type { Io } from '../io.ts';
import { presentError } from '../present-error.ts';
import { goldenJson } from '../traffic/golden-json.ts';
import { goldenTable, type GoldenTableOptions } from '../traffic/golden-table.ts';
import { conflict, readQuery, type QueryOptions } from '../traffic/read-query.ts';
import { prometheusSource } from '../traffic/prometheus-source.ts';
import { readPrometheus } from '../traffic/read-prometheus.ts';
import { runSource } from '../traffic/run-source.ts';
import type { TrafficSource, TrafficTable } from '../traffic/traffic-source.ts';

export interface StatOptions extends QueryOptions {
  readonly run?: string;
  readonly out?: string;
  readonly step?: string;
  /** An address, or a scenario that names one; absent: runs of our own. */
  readonly prometheus?: string;
  readonly preset?: string;
  readonly policy?: SuccessPolicy;
  readonly output?: 'table' | 'wide' | 'json';
}

/** Prints success, rate and latency of services, or of who asks whom. No traffic is no failure. */
export async function statCommand(
  names: readonly string[],
  options: StatOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { query, window, mistakes } = readQuery(names, options);
  for (const mistake of mistakes) presentError(mistake, io);
  if (mistakes.length > 0) return EXIT_CODES.usage;
  const { allNamespaces = false, namespace, output = 'table', prometheus } = options;
  const source = await sourceOf(options, io, signal);
  const tables = await source.tables(query, window);
  if (output === 'json') io.out(goldenJson(tables, query));
  else if (tables.every(({ rows }) => rows.length === 0)) io.err('No traffic found.\n');
  else
    io.out(
      tablesText(tables, {
        namespaces: allNamespaces || (prometheus !== undefined && namespace === undefined),
        wide: output === 'wide',
      }),
    );
  return EXIT_CODES.pass;
}

async function sourceOf(options: StatOptions, io: Io, signal: AbortSignal): Promise<TrafficSource> {
  const { run, out = 'runs', namespace, allNamespaces = false, step, prometheus, preset, policy } = options;
  if (prometheus === undefined) {
    if (preset !== undefined) throw ofSeriesOnly('preset');
    if (policy !== undefined) throw ofSeriesOnly('policy');
    return runSource({
      run,
      out,
      all: allNamespaces,
      step,
      clock: systemClock,
      signal,
      ...(namespace !== undefined && { scenario: namespace }),
    });
  }
  return prometheusSource({
    ...(await readPrometheus(prometheus, preset, io)),
    policy: policy ?? 'server-errors',
    clock: systemClock,
    signal,
    warn: (message) => io.err(`warning: ${cleanLine(message)}\n`),
  });
}

function ofSeriesOnly(option: string): SquallError {
  return conflict(
    `\`--${option}\` is about the series of a Prometheus, and none is named`,
    'add `--prometheus URL`, or leave it out',
  );
}

/** One table alone is as other tools print it; of several, each has the name of its step above it. */
function tablesText(tables: readonly TrafficTable[], options: GoldenTableOptions): string {
  if (tables.length === 1) return tables.map(({ rows }) => goldenTable(rows, options)).join('');
  return tables
    .map(({ step = '', rows }) => {
      const text = rows.length === 0 ? 'No traffic found.\n' : goldenTable(rows, options);
      return `step ${cleanLine(step)}\n${text}`;
    })
    .join('\n');
}
