import type { Milliseconds } from '../../core/clock.ts';
import { mapStrings } from '../../core/map-strings.ts';
import type { ControlStreams } from '../control/line-streams.ts';
import type { RunContext } from '../context.ts';
import type { RequestFilter } from '../../traffic/request-filter.ts';
import { edgesMeant } from './check-filter.ts';
import { TapWatcher } from './tap-watcher.ts';
import { TopWatcher } from './top-watcher.ts';
import {
  parseTapOrder,
  parseTopOrder,
  WATCH_ROUTES,
  type WatchBegun,
  type WatchLine,
} from './watch-messages.ts';
import type { WatchPoint } from './watch-point.ts';
import { watchRequests } from './watch-requests.ts';

/** Lines come promptly, at the cost of four readings a second while somebody looks. */
const TAP_BEAT: Milliseconds = 250;
const TOP_BEAT: Milliseconds = 1_000;

type Watchable = Pick<RunContext, 'plan' | 'folder' | 'clock' | 'mask'>;

/** What a run tells of its requests while it is under way. */
export function watchStreams(context: Watchable, watch: WatchPoint): ControlStreams {
  const { clock, mask } = context;
  // Once, so that all who watch tell the same time of the same request.
  const wallZero = clock.wall() - clock.now();
  return {
    [WATCH_ROUTES.tap]: async (body, signal) => {
      const order = parseTapOrder(body);
      if (order === undefined) throw new Error('no order to tap');
      const lines = watchRequests(watch, (now) => new TapWatcher(order, { mask, now, wallZero }), {
        clock,
        beat: TAP_BEAT,
        signal,
      });
      return after(begunLine(order.filter, context), lines);
    },
    [WATCH_ROUTES.top]: async (body, signal) => {
      const order = parseTopOrder(body);
      if (order === undefined) throw new Error('no order for a table');
      const lines = watchRequests(watch, (now) => new TopWatcher(order, { mask, clock, now }), {
        clock,
        beat: TOP_BEAT,
        signal,
      });
      return after(begunLine(order.filter, context), lines);
    },
  };
}

async function* after(
  first: WatchLine,
  others: AsyncIterable<readonly WatchLine[]>,
): AsyncGenerator<readonly WatchLine[]> {
  yield [first];
  yield* others;
}

/** @throws SquallError as `edgesMeant`. */
function begunLine(filter: RequestFilter, { plan, folder, mask }: Watchable): WatchBegun {
  const unread = edgesMeant(plan.edges, filter).filter(({ readable }) => !readable);
  const told = mapStrings(
    {
      run: folder.id,
      scenario: plan.scenario.name,
      unread: unread.map(({ name, protocol, driver }) => ({ edge: name, protocol, driver })),
    },
    mask,
  );
  return { kind: 'begun', ...told };
}
