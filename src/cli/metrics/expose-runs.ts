import type { Clock } from '../../core/clock.ts';
import { createPlanMasker, readSecrets } from '../../engine/secrets.ts';
import type { Address } from '../../drivers/driver.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Io } from '../io.ts';
import { prepareReport } from '../report-targets.ts';
import type { RunMetrics } from './run-metrics.ts';

export interface MetricsOptions {
  /** Where to serve them. */
  readonly metrics?: Address;
  /** Where to leave them at the end. */
  readonly metricsFile?: string;
}

/** The metrics of the runs of one call, where they were asked for. */
export interface ExposedRuns {
  /** Where they are served. */
  readonly url?: string;
  /** The metrics of the next run. */
  begin(plan: Plan): RunMetrics;
  /** Leaves the file. */
  write(): Promise<void>;
  /** Serves no more. */
  close(): Promise<void>;
}

/**
 * Listens, and makes sure that the file can be written; undefined where nobody asked. What it needs is loaded only then.
 * @throws SquallError `metrics-not-served`, `file-not-written`.
 */
export async function exposeRuns(
  { metrics, metricsFile }: MetricsOptions,
  { env }: Io,
  clock: Clock,
): Promise<ExposedRuns | undefined> {
  if (metrics === undefined && metricsFile === undefined) return undefined;
  const [{ Exposition }, { RunMetrics: Run }, { serveMetrics }, { writeMetricsFile }] = await Promise.all([
    import('./exposition.ts'),
    import('./run-metrics.ts'),
    import('./serve-metrics.ts'),
    import('./write-metrics-file.ts'),
  ]);
  if (metricsFile !== undefined) prepareReport(metricsFile);
  const exposition = new Exposition();
  const server = metrics === undefined ? undefined : await serveMetrics(metrics, exposition);
  return {
    ...(server !== undefined && { url: server.url }),
    begin: (plan) => {
      const run = new Run({ plan, clock, mask: createPlanMasker(plan, readSecrets(plan, env)) });
      exposition.add(run);
      return run;
    },
    write: async () => {
      if (metricsFile !== undefined) writeMetricsFile(metricsFile, await exposition.file());
    },
    close: async () => {
      await server?.close();
    },
  };
}
