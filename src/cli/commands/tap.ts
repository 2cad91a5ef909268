import { systemClock } from '../../core/clock.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { chooseLiveRun, followRun } from '../../engine/live/follow-run.ts';
import { WATCH_ROUTES, type WatchLine } from '../../engine/live/watch-messages.ts';
import { cleanStrings } from '../../report/console/clean-strings.ts';
import { createPalette } from '../../report/console/palette.ts';
import { TapLines } from '../../report/traffic/tap-lines.ts';
import { tapSummary, type TapTally } from '../../report/traffic/tap-summary.ts';
import type { TappedRequest } from '../../traffic/tapped-request.ts';
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
  const end = new WatchEnd(signal);
  const tell = createTeller(options, io);
  const isRunOver = await end.isRunOver(async () => {
    const run = await chooseLiveRun(named, { out, clock: systemClock, signal });
    if (options.for !== undefined) end.after(options.for);
    const order = { filter: filterOf(options), maxRps };
    const batches = followRun(run, WATCH_ROUTES.tap, order, { clock: systemClock, signal: end.signal });
    for await (const batch of batches) {
      tell.batch(cleanStrings(batch));
      if (tell.tally.shown >= count || !(await io.ready())) return end.now();
    }
  });
  io.err(tapSummary(tell.tally, { maxRps, isRunOver }));
  return EXIT_CODES.pass;
}

interface Teller {
  readonly tally: Readonly<TapTally>;
  batch(lines: readonly WatchLine[]): void;
}

function createTeller({ output, count = Infinity }: TapOptions, io: Io): Teller {
  const lines = new TapLines(createPalette(io.colour));
  const tally = { shown: 0, over: 0, missed: 0 };
  const print = (requests: readonly TappedRequest[]): void => {
    tally.shown += requests.length;
    io.out(output === 'json' ? jsonLines(requests) : lines.lines(requests));
  };
  return {
    tally,
    batch: (batch) => {
      const requests = batch.flatMap((line) => (line.kind === 'request' ? [line.request] : []));
      if (requests.length > 0) print(requests.slice(0, count - tally.shown));
      for (const line of batch) {
        if (line.kind === 'begun') io.err(unreadNote(line));
        if (line.kind === 'left-out') {
          tally.over += line.over;
          tally.missed += line.missed;
        }
      }
    },
  };
}

function jsonLines(requests: readonly TappedRequest[]): string {
  return requests.map((request) => `${JSON.stringify(request)}\n`).join('');
}
