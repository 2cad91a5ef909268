import { systemClock } from '../../core/clock.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { chooseLiveRun, followRun } from '../../engine/live/follow-run.ts';
import { WATCH_ROUTES, type WatchLine } from '../../engine/live/watch-messages.ts';
import { cleanStrings } from '../../report/console/clean-strings.ts';
import { createPalette } from '../../report/console/palette.ts';
import { TapLines } from '../../report/traffic/tap-lines.ts';
import { tapSummary, type TapTally } from '../../report/traffic/tap-summary.ts';
import type { Io } from '../io.ts';
import { unreadNote } from '../traffic/unread-note.ts';
import { WatchEnd } from '../traffic/watch-end.ts';
import { filterOf, type WatchOptions } from '../traffic/watch-options.ts';

export interface TapOptions extends WatchOptions {
  /** Lines in a second; 0 for all. */
  readonly maxRps: number;
  readonly count?: number;
  readonly output: 'text' | 'json';
}

/** Prints a line for each request of a run in progress, until it ends or until it is enough. */
export async function tapCommand(options: TapOptions, io: Io, signal: AbortSignal): Promise<ExitCode> {
  const { run: named, out = 'runs', maxRps, count = Infinity } = options;
  const run = await chooseLiveRun(named, { out, clock: systemClock, signal });
  const end = new WatchEnd(signal);
  const tell = createTeller(options, io);
  const isRunOver = await end.isRunOver(async () => {
    if (options.for !== undefined) end.after(options.for);
    const order = { filter: filterOf(options), maxRps };
    const batches = followRun(run, WATCH_ROUTES.tap, order, { clock: systemClock, signal: end.signal });
    for await (const batch of batches) {
      for (const line of batch) if (tell.tally.shown < count) tell.line(cleanStrings(line));
      if (tell.tally.shown >= count || !(await io.ready())) return end.now();
    }
  });
  io.err(tapSummary(tell.tally, { maxRps, isRunOver }));
  return EXIT_CODES.pass;
}

interface Teller {
  readonly tally: Readonly<TapTally>;
  line(line: WatchLine): void;
}

function createTeller({ output }: TapOptions, io: Io): Teller {
  const lines = new TapLines(createPalette(io.colour));
  const tally = { shown: 0, over: 0, missed: 0 };
  return {
    tally,
    line: (line) => {
      switch (line.kind) {
        case 'begun':
          io.err(unreadNote(line));
          break;
        case 'request':
          tally.shown += 1;
          io.out(output === 'json' ? `${JSON.stringify(line.request)}\n` : lines.line(line.request));
          break;
        case 'left-out':
          tally.over += line.over;
          tally.missed += line.missed;
          break;
        case 'table':
          break;
      }
    },
  };
}
