import { Transform } from 'node:stream';

import type { Clock, Milliseconds } from '../../core/clock.ts';
import type { FailureKind, Sample } from '../../metrics/sample.ts';
import type { CommandLoadSpec, LoadSink } from '../load.ts';
import { isSuccess } from '../policy.ts';
import { LineSplitter } from '../stream/line-splitter.ts';
import { hasTags, pickTags } from '../stream/tags.ts';
import { ValueColumns } from '../stream/value-columns.ts';
import { readToldLine, type ToldSample, type ToldValue } from './told-line.ts';

/** The first line of what was wrong with some. */
export interface WrongLines {
  readonly lines: number;
  readonly excerpt: string;
}

const LONGEST_EXCERPT = 120;
/** A program that makes a name for each value has no metrics that anybody could ask for. */
const MOST_METRICS = 1000;

/** Takes out of what a command prints what it tells of its requests; the rest passes through, for the log. */
export class ToldLines {
  readonly stream: Transform;
  readonly #spec: CommandLoadSpec;
  readonly #sink: LoadSink;
  readonly #clock: Clock;
  readonly #splitter = new LineSplitter((bytes, start, end) =>
    this.#take(bytes.toString('utf8', start, end)),
  );
  readonly #columns: readonly ValueColumns[];
  readonly #metrics = new Set<string>();
  #samples: Sample[] = [];
  #tellRequests = false;
  #rest = '';
  #settledUpTo: Milliseconds = -Infinity;
  #broken: WrongLines | undefined;
  #late: WrongLines | undefined;

  constructor(spec: CommandLoadSpec, sink: LoadSink, clock: Clock) {
    this.#spec = spec;
    this.#sink = sink;
    this.#clock = clock;
    this.#columns = spec.metrics.map((_, index) => new ValueColumns(index));
    this.stream = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.#splitter.push(chunk);
        done(null, this.#flush());
      },
      flush: (done) => {
        this.#splitter.end();
        done(null, this.#flush());
      },
    });
  }

  /** Lines that begin as ours and cannot be read. */
  get broken(): WrongLines | undefined {
    return this.#broken;
  }

  /** Whether any line so far was about a request. */
  get tellRequests(): boolean {
    return this.#tellRequests;
  }

  /** Lines about what had begun before a time that was settled already. */
  get late(): WrongLines | undefined {
    return this.#late;
  }

  /** From now on nothing may come that began before `at`. */
  settle(at: Milliseconds): void {
    this.#settledUpTo = Math.max(this.#settledUpTo, at);
  }

  /** Hands over what the lines told; what is left of them is for the log. */
  #flush(): string {
    const { name } = this.#spec;
    const samples = this.#samples;
    const rest = this.#rest;
    this.#samples = [];
    this.#rest = '';
    if (samples.length > 0) this.#sink.samples(name, samples);
    const values = this.#columns.flatMap((column) => column.take());
    if (values.length > 0) this.#sink.values(name, values);
    return rest;
  }

  #take(text: string): void {
    const told = readToldLine(text);
    switch (told.kind) {
      case 'sample':
        this.#takeSample(told, text);
        break;
      case 'value':
        this.#takeValue(told, text);
        break;
      case 'broken':
        this.#broken = this.#oneMore(this.#broken, text);
        break;
      case 'text':
        this.#rest += `${text}\n`;
    }
  }

  #takeSample({ name, at, ms, status, error, tags }: ToldSample, text: string): void {
    const { policy, sampleTags } = this.#spec;
    this.#tellRequests = true;
    const due = at - this.#offset();
    const failure = failureOf(isSuccess(policy, status), status);
    this.#samples.push({
      due,
      sent: due,
      end: due + ms,
      name,
      status,
      ok: failure === undefined,
      ...(failure !== undefined && { failure }),
      ...(error !== undefined && { detail: error }),
      ...pickTags(tags, sampleTags),
    });
    if (due < this.#settledUpTo) this.#late = this.#oneMore(this.#late, text);
  }

  #takeValue({ metric, at, value, type, contains, tags }: ToldValue, text: string): void {
    const { name, metrics } = this.#spec;
    if (!this.#metrics.has(metric) && (this.#metrics.size < MOST_METRICS || isWanted(this.#spec, metric))) {
      this.#metrics.add(metric);
      this.#sink.metric(name, { name: metric, type, contains });
    }
    const stamp = at - this.#offset();
    for (const [index, wanted] of metrics.entries()) {
      if (wanted.metric === metric && hasTags(tags, wanted)) this.#columns[index]?.add(stamp, stamp, value);
    }
    if (stamp < this.#settledUpTo) this.#late = this.#oneMore(this.#late, text);
  }

  /** Secrets are masked before the line is cut: half of one is not found any more. */
  #oneMore(before: WrongLines | undefined, text: string): WrongLines {
    const { mask = String } = this.#spec;
    const excerpt = before?.excerpt ?? mask(text).slice(0, LONGEST_EXCERPT);
    return { lines: (before?.lines ?? 0) + 1, excerpt };
  }

  /** What the wall clock, by which commands tell the time, shows more than ours. */
  #offset(): Milliseconds {
    return this.#clock.wall() - this.#clock.now();
  }
}

function isWanted({ metrics }: CommandLoadSpec, name: string): boolean {
  return metrics.some(({ metric }) => metric === name);
}

function failureOf(ok: boolean, status: number): FailureKind | undefined {
  if (ok) return undefined;
  return status === 0 ? 'other' : 'status';
}
