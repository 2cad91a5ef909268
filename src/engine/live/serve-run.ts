import { mapStrings } from '../../core/map-strings.ts';
import { reasonOf } from '../../core/errors.ts';
import { serveControl, type ControlRoutes } from '../control/serve-control.ts';
import { notify, type RunContext } from '../context.ts';
import { StoppedByCommand } from '../run-ending.ts';
import type { RunProgress } from '../run-scenario.ts';
import { liveState } from './live-state.ts';
import { liveTraffic } from './live-traffic.ts';
import { parseTrafficAsked, RUN_ROUTES } from './messages.ts';
import { watchStreams } from './watch-streams.ts';

/**
 * Answers what a run is asked while it is under way, until all else has been put back. A folder that cannot hold a socket costs the
 * answers and not the run.
 */
export async function serveRun(context: RunContext, progress: RunProgress): Promise<void> {
  const { cleanup, clock, folder } = context;
  const streams = watchStreams(context, progress.watch);
  try {
    const server = await serveControl(folder.path, liveRoutes(context, progress), clock, streams);
    cleanup.push('the control socket', () => server.close());
  } catch (error) {
    notify(context, `this run cannot be asked while it is under way: ${reasonOf(error)}`);
  }
}

/** All but one only look. */
function liveRoutes(context: RunContext, progress: RunProgress): ControlRoutes {
  return {
    [RUN_ROUTES.state]: async () => mapStrings(liveState(context, progress), context.mask),
    [RUN_ROUTES.traffic]: async (body) => {
      const asked = parseTrafficAsked(body);
      if (asked === undefined) throw new Error('expected { seconds }');
      const answer = await liveTraffic(context, progress, asked.seconds * 1000);
      return mapStrings(answer, context.mask);
    },
    // As an interruption by a signal: once undoing has begun, it changes nothing.
    [RUN_ROUTES.stop]: async () => {
      context.abort(new StoppedByCommand());
      return { stopping: true };
    },
  };
}
