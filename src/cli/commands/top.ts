import { systemClock, type Milliseconds } from '../../core/clock.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { chooseLiveRun, followRun } from '../../engine/live/follow-run.ts';
import { WATCH_ROUTES } from '../../engine/live/watch-messages.ts';
import { cleanStrings } from '../../report/console/clean-strings.ts';
import type { TopTable } from '../../traffic/top-row.ts';
import type { Io } from '../io.ts';
import { createTopDisplay, isScreen, type DisplayOptions, type TopDisplay } from '../traffic/top-display.ts';
import { unreadNote } from '../traffic/unread-note.ts';
import { WatchEnd } from '../traffic/watch-end.ts';
import { filterOf, type WatchOptions } from '../traffic/watch-options.ts';

export interface TopOptions extends WatchOptions, DisplayOptions {
  readonly rawPaths?: boolean;
}

const ONCE_FOR: Milliseconds = 2_000;
/** A table is made a moment before or after its second. */
const SLACK: Milliseconds = 100;
const CTRL_C = '\x03';

/** Shows once a second what a run in progress is asked, until it ends or until it is enough. */
export async function topCommand(options: TopOptions, io: Io, signal: AbortSignal): Promise<ExitCode> {
  const end = new WatchEnd(signal);
  const stopListening = isScreen(options, io) ? io.keys((key) => endAt(key, end)) : () => {};
  try {
    const isRunOver = await watch(options, io, end);
    if (isRunOver) io.err('the run has ended\n');
  } finally {
    stopListening();
  }
  return EXIT_CODES.pass;
}

function endAt(key: string, end: WatchEnd): void {
  if (key === 'q' || key === CTRL_C) end.now();
}

async function watch(options: TopOptions, io: Io, end: WatchEnd): Promise<boolean> {
  const { run: named, out = 'runs', once = false, rawPaths = false } = options;
  const following = { clock: systemClock, signal: end.signal };
  const until = (options.for ?? (once ? ONCE_FOR : Infinity)) - SLACK;
  const display: TopDisplay = createTopDisplay(options, io);
  let last: TopTable | undefined;
  const isRunOver = await end.isRunOver(async () => {
    const order = { filter: filterOf(options), rawPaths };
    const run = await chooseLiveRun(named, { out, ...following });
    for await (const batch of followRun(run, WATCH_ROUTES.top, order, following)) {
      for (const line of cleanStrings(batch)) {
        if (line.kind === 'begun') {
          io.err(unreadNote(line));
          display.begin(line.scenario);
        } else if (line.kind === 'table') {
          last = line.table;
          display.show(last);
        }
      }
      if ((last?.seconds ?? 0) * 1000 >= until || !(await io.ready())) return end.now();
    }
  });
  display.finish(last);
  return isRunOver;
}
