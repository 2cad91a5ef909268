import { EOL } from 'node:os';
import { DefaultRenderer, Listr, ListrEventType, type ListrTaskWrapper } from 'listr2';
import type { ConsoleReporter } from './console-reporter.ts';
import { announcement } from './event-lines.ts';
import { createPainter, type Painter, type TerminalPort } from './painter.ts';
import type { Palette } from './palette.ts';
import { closedView, EMPTY_VIEW, viewAfter } from './run-view.ts';
import { blocksOf, OUTPUT_INDENT, type Block } from './screen.ts';
import { summaryText } from './summary.ts';
import { wrapText } from './wrap-text.ts';

export interface LiveOptions extends TerminalPort {
  readonly palette: Palette;
}

/** A line as wide as the terminal leaves the cursor in a place that terminals disagree about. */
const MARGIN = 1;
/** listr2 gives a task without a title a line of its own below the list. */
const HIDDEN = ' ';

/**
 * The screen of a run on a terminal: a list with a task for each step, repainted in place on each event and on nothing
 * else. listr2 keeps the tasks and lays them out, and that is all: it gets no say over streams (its own renderer
 * swallows what others write to stdout and stderr), signals (its handler calls `process.exit`, and the cursor hook of
 * its painter kills the process on a signal that a `once` listener took) or timers.
 */
export function createLive({ palette, ...terminal }: LiveOptions): ConsoleReporter {
  const painter = createPainter(terminal);
  let view = EMPTY_VIEW;
  let list: TaskList | undefined;
  const width = (): number => Math.max(1, terminal.columns() - MARGIN);
  const blocks = (): readonly Block[] => blocksOf(view, { palette, width: width() });
  return {
    listener: ({ event }) => {
      view = viewAfter(view, event);
      if (event.kind === 'run.started') {
        terminal.write(`${wrapText(announcement(event), width(), 2).join('\n')}\n`);
        list = startTaskList(blocks(), painter);
      }
      list?.show(blocks());
    },
    finish: async (result, files) => {
      view = closedView(view, result);
      list?.show(blocks());
      await list?.end();
      terminal.write(summaryText(result, files, { palette, width: width(), level: 'normal' }));
    },
  };
}

interface TaskList {
  show(blocks: readonly Block[]): void;
  end(): Promise<void>;
}

/** Where a block is shown: listr2 hands out the wrapper when it starts the task, a little after the list began. */
interface Slot {
  block: Block;
  wrapper?: ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof DefaultRenderer>;
  readonly finish: () => void;
  readonly finished: Promise<void>;
}

function startTaskList(blocks: readonly Block[], painter: Painter): TaskList {
  const slots = blocks.map(createSlot);
  const tasks = slots.map((slot) => ({
    title: slot.block.title || HIDDEN,
    task: async (_context: unknown, wrapper: NonNullable<Slot['wrapper']>): Promise<void> => {
      slot.wrapper = wrapper;
      refresh(slot);
      await slot.finished;
    },
  }));
  const running = new Listr(tasks, {
    // Verdicts may arrive while the next step runs already, so every task is open from the beginning.
    concurrent: true,
    exitOnError: false,
    collectErrors: false,
    registerSignalListeners: false,
    renderer: rendererOn(painter),
    rendererOptions: { lazy: true },
  }).run();
  return {
    show: (next) => {
      for (const [position, slot] of slots.entries()) {
        slot.block = next[position] ?? slot.block;
        refresh(slot);
      }
    },
    end: async () => {
      for (const slot of slots) slot.finish();
      await running;
    },
  };
}

function createSlot(block: Block): Slot {
  let finish: (() => void) | undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { block, finish: () => finish?.(), finished };
}

function refresh({ block, wrapper, finish }: Slot): void {
  if (wrapper === undefined) return;
  if ((wrapper.output ?? '') !== block.output) wrapper.output = block.output;
  if (wrapper.title !== block.title) wrapper.title = block.title;
  if (block.done) finish();
}

/** listr2's layout, painted by us: our lines come wrapped and marked, so nothing is added but the indent. */
function rendererOn(painter: Painter): typeof DefaultRenderer {
  return class extends DefaultRenderer {
    static override nonTTY = true;
    readonly #events: ConstructorParameters<typeof DefaultRenderer>[2];

    constructor(...given: ConstructorParameters<typeof DefaultRenderer>) {
      super(...given);
      [, , this.#events] = given;
    }

    override async render(): Promise<void> {
      this.#events.on(ListrEventType.SHOULD_REFRESH_RENDER, () => this.update());
      await Promise.resolve();
    }

    override update(): void {
      painter.paint(this.create().split(EOL));
    }

    override end(): void {
      painter.settle(this.create().split(EOL));
    }

    protected override format(message: string, _icon: string, level: number): string[] {
      if (message.trim() === '') return [];
      return message.split('\n').map((line) => ' '.repeat(level * OUTPUT_INDENT) + line);
    }
  };
}
