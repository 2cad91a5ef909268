import path from 'node:path';

import type { Clock, Milliseconds } from '../../core/clock.ts';
import { readLogTail } from '../../exec/log-tail.ts';
import { commandIn } from '../../exec/network/named-namespace.ts';
import { lastLines } from '../../exec/output-tail.ts';
import { startProcess, type RunningProcess } from '../../exec/process-group.ts';
import type { ProcessExit } from '../../exec/spawn.ts';
import type { CommandLoadSpec, LoadSink, RunningLoad } from '../load.ts';
import { explainCommandEnd } from './explain-end.ts';
import { ToldLines } from './told-lines.ts';

/** SIGTERM, then SIGKILL. */
const STOP_WITHIN: Milliseconds = 10_000;
/** What ended before the end of a step is to be told this soon after it. */
const TOLD_WITHIN: Milliseconds = 1000;
/** What began before the end of a step may end this long after it; nobody waits longer for a verdict. */
const ENDED_WITHIN: Milliseconds = 10_000;

export interface CommandContext {
  readonly epoch: Milliseconds;
  readonly sink: LoadSink;
  readonly clock: Clock;
}

/**
 * Starts the command of one load.
 * @throws SquallError as `spawnGroup`.
 */
export async function startCommand(spec: CommandLoadSpec, context: CommandContext): Promise<RunningLoad> {
  const { clock, sink } = context;
  const lines = new ToldLines(spec, sink, clock);
  const { env, cwd, log, mask, home, argv } = spec;
  const process = await startProcess({
    argv: commandIn(home === undefined ? 'host' : { name: home.namespace }, argv),
    env,
    cwd,
    log,
    clock,
    filter: lines.stream,
    ...(mask && { mask }),
  });
  sink.started(spec.name, path.basename(argv[0] ?? ''), process);
  return new CommandRun({ spec, context, lines, process });
}

interface Parts {
  readonly spec: CommandLoadSpec;
  readonly context: CommandContext;
  readonly lines: ToldLines;
  readonly process: RunningProcess;
}

/** One command, from its start until everything that it printed is told. */
class CommandRun implements RunningLoad {
  readonly #parts: Parts;
  readonly #over = new AbortController();
  readonly #ended: Promise<void>;
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#ended = parts.process.exited.then(async (exit) => await this.#tellEnd(exit, this.#stopped));
  }

  async settled(until: Milliseconds): Promise<void> {
    const { context, lines } = this.#parts;
    const at = context.epoch + until;
    await this.#reach(at + TOLD_WITHIN);
    // A program does not say what it has open; one that tells of no requests keeps nobody waiting.
    if (lines.tellRequests) await this.#reach(at + ENDED_WITHIN);
    lines.settle(at);
  }

  /** Resolves at a time, or when everything is told. */
  async #reach(time: Milliseconds): Promise<void> {
    const { clock } = this.#parts.context;
    await clock.sleep(Math.max(0, time - clock.now()), this.#over.signal).catch(() => {});
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#parts.process.stop(STOP_WITHIN);
    await this.#ended;
  }

  async #tellEnd(exit: ProcessExit, stopped: boolean): Promise<void> {
    const { spec, context, lines } = this.#parts;
    const { clock, epoch, sink } = context;
    const at = clock.now();
    const tail = await readLogTail(spec.log).catch(() => '');
    const { broken, late } = lines;
    const missing = spec.within === undefined ? epoch + spec.duration - at : 0;
    const error = explainCommandEnd({
      load: spec.name,
      exit,
      stopped,
      missing,
      broken,
      late,
      log: spec.log,
      tail,
    });
    if (error !== undefined) sink.failed(spec.name, error.message, error);
    const lastLine = lastLines(tail, 1)[0] ?? '';
    sink.ended(spec.name, { at, exit, stopped, lastLine, thresholds: [], checks: [], summary: {} });
    this.#over.abort();
  }
}
