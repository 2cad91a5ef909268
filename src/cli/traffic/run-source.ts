import type { Milliseconds } from '../../core/clock.ts';
import { askTraffic } from '../../engine/live/ask-run.ts';
import {
  chooseRun,
  findLiveRuns,
  noneInProgress,
  type FindRunsOptions,
  type FoundRun,
  type LiveRun,
} from '../../engine/live/find-runs.ts';
import { goldenRows, sortRows } from '../../traffic/golden-rows.ts';
import type { Topology } from '../../traffic/topology.ts';
import type { TrafficQuery } from '../../traffic/traffic-query.ts';
import { checkNames } from './check-names.ts';
import { endedTables } from './ended-tables.ts';
import { conflict } from './read-query.ts';
import { DEFAULT_WINDOW, type TrafficSource, type TrafficTable } from './traffic-source.ts';

export interface RunSourceOptions extends FindRunsOptions {
  /** The run that is meant, by its id or its folder. */
  readonly run: string | undefined;
  /** All runs in progress. */
  readonly all: boolean;
  /** Of a run that is over: this step only. */
  readonly step: string | undefined;
}

/** What runs have measured: of those in progress the last while, of one that is over each step. */
export function runSource(options: RunSourceOptions): TrafficSource {
  const { step } = options;
  return {
    tables: async (query, window) => {
      const runs = await runsOf(options);
      const [first] = runs;
      if (first?.kind === 'ended') return await endedTables(first.folder, query, { window, step });
      const live = runs.filter((run) => run.kind === 'live');
      if (step !== undefined) throw stepOfLive(live);
      return [await liveTable(live, query, { ...options, window: window ?? DEFAULT_WINDOW })];
    },
  };
}

/** One that is over, or some in progress. */
async function runsOf(options: RunSourceOptions): Promise<readonly FoundRun[]> {
  if (options.run !== undefined || !options.all) return [await chooseRun(options.run, options)];
  const live = await findLiveRuns(options);
  if (live.length === 0) throw noneInProgress(options.out);
  return live;
}

function stepOfLive([run]: readonly LiveRun[]): Error {
  return conflict(
    `\`--step\` is for a run that is over, and \`${run?.state.run}\` is in progress`,
    'leave it out, or name another run with `--run RUN`',
  );
}

async function liveTable(
  runs: readonly LiveRun[],
  query: TrafficQuery,
  options: FindRunsOptions & { readonly window: Milliseconds },
): Promise<TrafficTable> {
  const known = runs.map((run) => ({ run, topology: topologyOf(run) }));
  checkNames(
    query,
    known.map(({ topology }) => topology),
  );
  const rows = known.map(async ({ run, topology }) => {
    const { seconds, traffic } = await askTraffic(run, options.window, options);
    return goldenRows(traffic, topology, query).map((row) => ({ ...row, seconds }));
  });
  return { rows: sortRows((await Promise.all(rows)).flat()) };
}

function topologyOf({ state: { scenario, services, edges } }: LiveRun): Topology {
  return { namespace: scenario, services, edges };
}
