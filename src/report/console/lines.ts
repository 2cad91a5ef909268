import type { Milliseconds } from '../../core/clock.ts';
import type { ConsoleLevel, ConsoleReporter } from './console-reporter.ts';
import { eventLines } from './event-lines.ts';
import { createLineFilter } from './line-filter.ts';
import type { Palette } from './palette.ts';
import { createStepBook } from './step-book.ts';
import { summaryText } from './summary.ts';

export interface LinesOptions {
  readonly write: (text: string) => void;
  readonly palette: Palette;
  readonly level: ConsoleLevel;
}

/** Plain complete lines in the order of events: for logs, pipes, and whoever wants nothing repainted. */
export function createLines({ write, palette, level }: LinesOptions): ConsoleReporter {
  const book = createStepBook();
  const isShown = createLineFilter(level);
  let elapsed: Milliseconds | undefined;
  return {
    listener: (stamped) => {
      elapsed = stamped.t ?? elapsed;
      book.record(stamped.event);
      if (!isShown(stamped)) return;
      const prefix = palette.dim(prefixText(elapsed));
      write(
        eventLines(stamped.event, book, palette)
          .map((line) => `${prefix} ${line}\n`)
          .join(''),
      );
    },
    finish: async (result, files) => {
      // A log has no width: whoever reads it wraps it, and a search must find a whole sentence.
      const text = summaryText(result, files, { palette, width: Number.POSITIVE_INFINITY, level });
      if (text !== '') write(text);
      await Promise.resolve();
    },
  };
}

/** `[  12.3s]` from the start of the first step, as in the report's charts; before it there is no such time. */
function prefixText(elapsed: Milliseconds | undefined): string {
  if (elapsed === undefined) return '[prepare]';
  return `[${(elapsed / 1000).toFixed(1).padStart(6)}s]`;
}
