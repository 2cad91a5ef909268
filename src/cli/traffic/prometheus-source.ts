import type { Clock, EpochMilliseconds, Milliseconds } from '../../core/clock.ts';
import type { Masker } from '../../core/mask.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { SuccessPolicy } from '../../load/load.ts';
import { PrometheusClient, type PrometheusServer } from '../../prometheus/client.ts';
import { PrometheusFailure } from '../../prometheus/failure.ts';
import type { Preset } from '../../prometheus/presets/preset.ts';
import { shortestWindow } from '../../prometheus/shortest-window.ts';
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
  /** Takes credentials out of what the server says. */
  readonly mask: Masker;
  /** Said beside the table. */
  readonly warn: (message: string) => void;
}

/** What a mesh, or services that measure themselves, have left with a Prometheus. */
export function prometheusSource(options: PrometheusSourceOptions): TrafficSource {
  const { clock, mask, policy, preset, server, signal, warn } = options;
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
        throw error instanceof PrometheusFailure ? presentable(error, mask) : error;
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
  const shortest = await shortestWindow(client, signal);
  if (shortest !== undefined && window < shortest.window)
    warn(`${shortest.because}: give a longer one with \`-t\``);
}

function presentable(failure: PrometheusFailure, mask: Masker): SquallError {
  return new SquallError('prometheus-failed', mask(failure.message), {
    exitCode: EXIT_CODES.environment,
    hint: failure.hint,
  });
}
