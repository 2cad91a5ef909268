import { reasonOf } from '../../core/errors.ts';
import type { StampedEvent } from '../../core/events.ts';
import { mapStrings } from '../../core/map-strings.ts';
import { cleanStrings } from './clean-strings.ts';
import { cleanLine } from '../clean-text.ts';
import type { ConsoleLevel, ConsoleReporter } from './console-reporter.ts';
import { createLines } from './lines.ts';
import { createPalette } from './palette.ts';
import { summaryText, type SummaryStyle } from './summary.ts';

export interface ConsoleOptions {
  /** The only way out: nothing is written to stdout or stderr beside it. */
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly columns: () => number;
  /** Rows of the terminal; 24 where it does not say. */
  readonly rows?: () => number;
  /** False where NO_COLOR is set or the stream cannot show it. */
  readonly colour: boolean;
  readonly level: ConsoleLevel;
}

const USUAL_ROWS = 24;
/** Of one text, in UTF-16 units: what is longer was not written for a terminal, and the artefacts have it whole. */
const LONGEST_TEXT = 1000;
/** How the verdict is told when the reporter that should have told it broke. */
const PLAIN: SummaryStyle = {
  palette: createPalette(false),
  width: Number.POSITIVE_INFINITY,
  level: 'normal',
};

/**
 * The reporter of a run for whoever watches: a screen on a terminal, lines everywhere else. `quiet` and `verbose` are
 * lines on a terminal too: the one has no screen to fill, and the other wants every event to stay. Never throws: a
 * display that breaks is silent from then on and says so at the end, because the run and its undo matter more.
 */
export function createConsole(options: ConsoleOptions): ConsoleReporter {
  const palette = createPalette(options.colour);
  const { write, level, columns, rows = () => USUAL_ROWS } = options;
  if (!options.isTerminal || level !== 'normal')
    return guarded(createLines({ write, palette, level }), write);
  const load = async (): Promise<ConsoleReporter> => {
    const { createLive } = await import('./live.ts');
    return createLive({ write, columns, rows, palette });
  };
  return guarded(createDeferred(load), write);
}

/** Holds events back until the reporter is loaded: only a terminal pays for loading listr2. */
function createDeferred(load: () => Promise<ConsoleReporter>): ConsoleReporter {
  const held: StampedEvent[] = [];
  let reporter: ConsoleReporter | undefined;
  const loading = load().then((loaded) => {
    for (const stamped of held) loaded.listener(stamped);
    reporter = loaded;
    return loaded;
  });
  // finish() awaits it and tells; until then a failure is not an unhandled rejection, which would end the run.
  loading.catch(() => {});
  return {
    listener: (stamped) => {
      if (reporter === undefined) held.push(stamped);
      else reporter.listener(stamped);
    },
    finish: async (result, files) => {
      const loaded = await loading;
      await loaded.finish(result, files);
    },
  };
}

/** Done once where events and results come in, because names, reasons and signals come from scenarios, services and load tools. */
function shownStrings<T>(value: T): T {
  return mapStrings(value, (text) =>
    cleanLine(text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text),
  );
}

/** Cleans what comes in, and keeps what goes wrong in the display away from the run. */
function guarded(reporter: ConsoleReporter, write: (text: string) => void): ConsoleReporter {
  let trouble: string | undefined;
  return {
    listener: (stamped) => {
      if (trouble !== undefined) return;
      try {
        reporter.listener(shownStrings(stamped));
      } catch (thrown) {
        trouble = reasonOf(thrown);
      }
    },
    finish: async (result, files) => {
      // The series are thousands of numbers, and no console shows them.
      const cleaned = result && shownStrings({ ...result, series: [] });
      const cleanedFiles = cleanStrings(files);
      try {
        await reporter.finish(cleaned, cleanedFiles);
      } catch (thrown) {
        trouble ??= reasonOf(thrown);
        tell(write, summaryText(cleaned, cleanedFiles, PLAIN));
      }
      if (trouble !== undefined) tell(write, `\nthe console report broke off: ${trouble}\n`);
    },
  };
}

/** The last resort: where even this write fails, nobody is left to tell. */
function tell(write: (text: string) => void, text: string): void {
  try {
    write(text);
  } catch {}
}
