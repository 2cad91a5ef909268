import path from 'node:path';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { Plan, PlannedPrometheus } from '../../plan/plan.ts';
import type { PlannedQuery } from '../../plan/planned-expectation.ts';
import { PrometheusClient } from '../../prometheus/client.ts';
import { PrometheusFailure } from '../../prometheus/failure.ts';
import { shortestWindow } from '../../prometheus/shortest-window.ts';
import { notify, type RunContext } from '../context.ts';
import type { Stage } from '../set-up.ts';
import { fillQuery } from './fill-query.ts';

/**
 * The server that the plan's queries are asked of, once everything is up and before there is any load: a query that it does not
 * understand would else be found out at the end of its step. Undefined where nothing is asked.
 * @throws SquallError `prometheus-query`, exit code 2, where it refuses a query; `prometheus-url`, exit code 2; `prometheus-ca`, exit
 * code 3.
 */
export async function connectPrometheus(
  context: RunContext,
  stage: Stage,
): Promise<PrometheusClient | undefined> {
  const { cleanup, clock, plan, request } = context;
  const queries = queriesOf(plan);
  if (plan.prometheus === undefined || queries.length === 0) return undefined;
  const client = new PrometheusClient(
    { ...filled(plan.prometheus, stage, request.base), mask: context.mask },
    clock,
  );
  cleanup.push('the connection to Prometheus', async () => await client.close());
  try {
    await tryOut(client, queries, context);
    await warnOfShortWindows(client, queries, context);
  } catch (error) {
    if (!(error instanceof PrometheusFailure)) throw error;
    if (error.side === 'query') {
      throw new SquallError('prometheus-query', error.message, {
        exitCode: EXIT_CODES.usage,
        hint: error.hint,
        cause: error,
      });
    }
    notify(
      context,
      `${error.message} (${error.hint}); what is expected of it is inconclusive unless it answers later`,
    );
  }
  return client;
}

function queriesOf({ steps }: Plan): PlannedQuery[] {
  return steps.flatMap(({ expectations }) =>
    expectations.flatMap((item) => (item.kind === 'query' ? [item] : [])),
  );
}

function filled(
  { url, headers, ca, timeout }: PlannedPrometheus,
  { addresses }: Stage,
  base: string,
): PlannedPrometheus {
  return {
    url: addresses.fill(url),
    headers: addresses.fillAll(headers),
    timeout,
    ...(ca !== undefined && { ca: path.resolve(base, ca) }),
  };
}

/** Asks each as if its window ended now, and forgets what comes. */
async function tryOut(
  client: PrometheusClient,
  queries: readonly PlannedQuery[],
  { clock, signal }: RunContext,
): Promise<void> {
  for (const query of queries) {
    const now = clock.wall();
    await client.query(fillQuery(query, { from: now - (query.to - query.from), to: now }), now, signal);
  }
}

async function warnOfShortWindows(
  client: PrometheusClient,
  queries: readonly PlannedQuery[],
  context: RunContext,
): Promise<void> {
  const shortest = await shortestWindow(client, context.signal);
  if (shortest === undefined) return;
  const [short] = queries.filter((query) => query.to - query.from < shortest.window);
  if (short !== undefined) notify(context, `${shortest.because}: that of \`${short.name}\` is too short`);
}
