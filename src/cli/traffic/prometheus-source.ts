import type { Clock, EpochMilliseconds, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { parseDuration } from '../../core/units/duration.ts';
import type { SuccessPolicy } from '../../load/load.ts';
import { PrometheusClient, type PrometheusServer } from '../../prometheus/client.ts';
import { PrometheusFailure } from '../../prometheus/failure.ts';
import type { Preset } from '../../prometheus/presets/preset.ts';
import { prometheusRows } from '../../prometheus/prometheus-rows.ts';
import { sortRows } from '../../traffic/golden-rows.ts';
import { checkNamespaces } from './check-namespaces.ts';
import { DEFAULT_WINDOW, type TrafficSource } from './traffic-source.ts';

export interface PrometheusSourceOptions {
  readonly server: PrometheusServer;
  readonly preset: Preset;
  readonly policy: SuccessPolicy;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Said beside the table. */
  readonly warn: (message: string) => void;
}

/** As many samples as a rate needs that is to mean something. */
const FEWEST_SCRAPES = 4;

/** What a mesh, or services that measure themselves, have left with a Prometheus. */
export function prometheusSource(options: PrometheusSourceOptions): TrafficSource {
  const { clock, policy, preset, server, signal, warn } = options;
  return {
    tables: async (query, window = DEFAULT_WINDOW) => {
      checkNamespaces(preset, query);
      const client = new PrometheusClient(server, clock);
      try {
        await warnOfShortWindow(client, window, { signal, warn });
        const at: EpochMilliseconds = clock.wall();
        const rows = await prometheusRows(client, { preset, policy, query, window, at }, signal);
        for (const { name, meshed } of rows) {
          if (meshed !== undefined && meshed.measured < meshed.of) {
            warn(
              `\`${name}\`: ${meshed.of - meshed.measured} of its ${meshed.of} targets cannot be scraped, and are in no figure`,
            );
          }
        }
        const seconds = window / 1000;
        return [{ rows: sortRows(rows).map((row) => ({ ...row, seconds })) }];
      } catch (error) {
        throw error instanceof PrometheusFailure ? presentable(error) : error;
      } finally {
        await client.close();
      }
    },
  };
}

async function warnOfShortWindow(
  client: PrometheusClient,
  window: Milliseconds,
  { signal, warn }: Pick<PrometheusSourceOptions, 'signal' | 'warn'>,
): Promise<void> {
  const interval = await client.scrapeInterval(signal);
  const read = interval === undefined ? undefined : parseDuration(interval);
  if (read?.ok !== true || window >= FEWEST_SCRAPES * read.value) return;
  warn(
    `targets are scraped every ${interval}: a window of less than ${FEWEST_SCRAPES} times that shows little, give a longer one with \`-t\``,
  );
}

function presentable(failure: PrometheusFailure): SquallError {
  return new SquallError('prometheus-failed', failure.message, {
    exitCode: EXIT_CODES.environment,
    hint: failure.hint,
    cause: failure,
  });
}
