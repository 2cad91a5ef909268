import { rm } from 'node:fs/promises';

import type { Clock, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { readLogTail } from '../../exec/log-tail.ts';
import type { RunningProcess } from '../../exec/process-group.ts';
import type { ProcessExit } from '../../exec/spawn.ts';
import type { K6LoadSpec, LoadSink, RunningLoad, Threshold, ThresholdOutcome } from '../load.ts';
import { explainEarlyEnd, explainExit } from './explain-exit.ts';
import { lastWords } from './last-words.ts';
import type { K6Files } from './run-arguments.ts';
import type { Damage, IntakeBatch } from './stream/intake.ts';
import type { OpenStream } from './stream/open-stream.ts';
import { readSummary, sealSummary, unjudgedOf } from './summary.ts';
import { lastArrival } from './script/stretches.ts';
import { Watermark } from '../watermark.ts';

/** After SIGTERM k6 interrupts its iterations and runs `teardown`; then SIGKILL. */
const STOP_WITHIN: Milliseconds = 10_000;

/** k6 writes five times a second what it has measured, and each second how many virtual users it has. */
const WRITTEN_WITHIN: Milliseconds = 500;
/** A k6 that writes nothing for so long asks nothing either, or its machine stands still. */
const SILENT_FOR: Milliseconds = 5000;

/** How much earlier than it should a load may end. */
const EARLY: Milliseconds = 2000;
const LONGEST_EXCERPT = 120;

export interface K6RunContext {
  readonly spec: K6LoadSpec;
  readonly files: K6Files;
  readonly epoch: Milliseconds;
  readonly sink: LoadSink;
  readonly clock: Clock;
  /** That the script declares. */
  readonly thresholds: readonly Threshold[];
  /** A script of known length ends before the steps by as much as k6 took less to start than it was given. */
  readonly headStart: Milliseconds;
}

interface End {
  readonly at: Milliseconds;
  readonly exit: ProcessExit;
  readonly stopped: boolean;
}

/** One k6, from its start until everything that it said is told. */
export class K6Run implements RunningLoad {
  readonly #context: K6RunContext;
  readonly #watermark: Watermark;
  #damage: Damage | undefined;
  #lines = 0;
  #process: RunningProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(context: K6RunContext) {
    this.#context = context;
    this.#watermark = new Watermark(context.clock);
  }

  /** Passes on what k6 streams. */
  deliver(batch: IntakeBatch): void {
    const { sink, spec } = this.#context;
    for (const metric of batch.metrics) sink.metric(spec.name, metric);
    if (batch.samples.length > 0) sink.samples(spec.name, batch.samples);
    if (batch.values.length > 0) sink.values(spec.name, batch.values);
    if (batch.dropped.length > 0) sink.dropped(spec.name, batch.dropped);
    this.#damage = batch.damage;
    this.#lines = batch.lines;
    this.#watermark.rise(batch.upTo);
  }

  /** Follows the process until its end. */
  follow(process: RunningProcess, stream: OpenStream): void {
    this.#process = process;
    this.#ended = process.exited.then(async (exit) => {
      const stopped = this.#stopped;
      const { clock, files } = this.#context;
      const at = clock.now();
      await stream.finish();
      await rm(files.stream, { force: true });
      await this.#tellEnd({ at, exit, stopped });
      this.#watermark.end();
    });
  }

  async settled(until: Milliseconds): Promise<void> {
    const at = this.#context.epoch + until;
    await this.#watermark.reach(at + WRITTEN_WITHIN, at + SILENT_FOR);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#process?.stop(STOP_WITHIN);
    await this.#ended;
  }

  async #tellEnd(end: End): Promise<void> {
    const { sink, spec, files, thresholds } = this.#context;
    const { exit, stopped } = end;
    const words = lastWords(await readLogTail(spec.log).catch(() => ''));
    const summary = await readSummary(files.summary);
    const error =
      explainExit({ load: spec.name, exit, stopped, log: spec.log, words }) ??
      this.#damageError(exit, stopped) ??
      this.#earlyEnd(end, summary.thresholds);
    if (error !== undefined) sink.failed(spec.name, error.message, error);
    const lastLine = words.errors.at(-1) ?? words.lines.at(-1) ?? '';
    if (spec.mask !== undefined) await sealSummary(files.summary, spec.mask);
    const unjudged = unjudgedOf(thresholds, summary.thresholds);
    sink.ended(spec.name, { ...end, lastLine, ...summary, unjudged });
  }

  #damageError(exit: ProcessExit, stopped: boolean): SquallError | undefined {
    if (this.#damage === undefined) return undefined;
    const { lines, line } = this.#damage;
    const { mask = String } = this.#context.spec;
    const excerpt = mask(this.#damage.excerpt).slice(0, LONGEST_EXCERPT);
    // What we have killed could not finish its last line.
    if (stopped && exit.signal === 'SIGKILL' && lines === 1 && line === this.#lines) return undefined;
    return new SquallError(
      'k6-stream',
      `${lines} of the lines that k6 of load \`${this.#context.spec.name}\` streamed cannot be read; the first is line ${line}: \`${excerpt}\``,
      { hint: 'what it measured is not complete, so nothing can be judged from it; run it again' },
    );
  }

  #earlyEnd({ at, exit, stopped }: End, outcomes: readonly ThresholdOutcome[]): SquallError | undefined {
    const { epoch, spec, headStart } = this.#context;
    const { source } = spec;
    // Without a rate in the last steps, a generated script is through before them.
    const asksUntil = source.kind === 'script' ? spec.duration : lastArrival(source.arrivals);
    const missing = epoch + asksUntil - at;
    if (stopped || missing <= EARLY + headStart) return undefined;
    return explainEarlyEnd({ load: spec.name, exit, missing, outcomes });
  }
}
