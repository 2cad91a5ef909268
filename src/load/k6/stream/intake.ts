import type { Milliseconds } from '../../../core/clock.ts';
import type { Sample } from '../../../metrics/sample.ts';
import type { MetricInfo, MetricValues, WantedMetric } from '../../load.ts';
import { LineSplitter } from '../../stream/line-splitter.ts';
import { PointReader } from './point-reader.ts';
import { RequestAssembler } from './request-assembler.ts';
import { TagCache } from './tag-cache.ts';
import { ValueColumns } from '../../stream/value-columns.ts';
import { hasTags } from '../../stream/tags.ts';
import { requestEnd, type RequestEnd, type TagReadingOptions } from './tag-set.ts';
import { readUnusualLine } from './unusual-line.ts';

export interface IntakeOptions extends TagReadingOptions {
  readonly metrics: readonly WantedMetric[];
}

/** Lines that are neither a point nor the declaration of a metric. */
export interface Damage {
  readonly lines: number;
  /** The first of them, counted from 1, and how it begins: more than is shown, so that what is masked in it is whole. */
  readonly line: number;
  readonly excerpt: string;
}

/** What came since the last time; times are on `Clock.now`'s scale. */
export interface IntakeBatch {
  readonly samples: readonly Sample[];
  readonly values: readonly MetricValues[];
  /** A time for each arrival that k6 dropped. */
  readonly dropped: readonly Milliseconds[];
  readonly metrics: readonly MetricInfo[];
  /** The latest stamp of all; -Infinity before the first. */
  readonly upTo: Milliseconds;
  /** Since the beginning, of all kinds. */
  readonly lines: number;
  /** Since the beginning. */
  readonly points: number;
  /** Since the beginning; absent where every line could be read. */
  readonly damage?: Damage;
}

/** What a metric is to us. */
interface Role {
  readonly part: 'request' | 'duration' | 'failed' | 'other-part' | 'dropped' | 'none';
  /** Who asks for it: indexes into the wanted metrics. */
  readonly wanted: readonly number[];
}

interface KnownTags {
  readonly end: RequestEnd;
  /** Whether they are among the wanted ones, by the index of the wanted metric. */
  readonly fits: readonly boolean[];
}

const PARTS: Readonly<Record<string, Role['part']>> = {
  http_reqs: 'request',
  http_req_duration: 'duration',
  http_req_blocked: 'duration',
  http_req_connecting: 'other-part',
  http_req_tls_handshaking: 'other-part',
  http_req_sending: 'other-part',
  http_req_waiting: 'other-part',
  http_req_receiving: 'other-part',
  http_req_failed: 'failed',
  dropped_iterations: 'dropped',
};

/** Stands for tags that nobody looks at. */
const NOT_NEEDED: KnownTags = { end: { name: '', status: 0, ok: false }, fits: [] };

const LONGEST_EXCERPT = 4096;
/** Of one point; k6 writes 1, and each is kept. */
const MOST_DROPPED = 100_000;
/** No run takes so long. */
const LONGEST: Milliseconds = 86_400_000;

/** Reads what k6 streams: the bytes of its NDJSON in, samples and wanted values out. Memory does not grow with the stream. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #lines = new LineSplitter((bytes, start, end) => this.#takeLine(bytes, start, end));
  readonly #reader = new PointReader();
  readonly #tags: TagCache<KnownTags>;
  readonly #requests: RequestAssembler;
  readonly #roles = new Map<string, Role>();
  readonly #columns: readonly ValueColumns[];
  #samples: Sample[] = [];
  #dropped: Milliseconds[] = [];
  #metrics: MetricInfo[] = [];
  #damage: Damage | undefined;
  #offset: Milliseconds = 0;
  #upTo: Milliseconds = -Infinity;
  #points = 0;
  #lineNumber = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#columns = options.metrics.map((_, index) => new ValueColumns(index));
    this.#tags = new TagCache((tags) => ({
      end: requestEnd(tags, options),
      fits: options.metrics.map((wanted) => hasTags(tags, wanted)),
    }));
    this.#requests = new RequestAssembler({
      sample: (sample) => void this.#samples.push(sample),
      value: (wanted, at, end, value) => this.#columns[wanted]?.add(at, end, value),
    });
  }

  /** @param offset what the wall clock, which k6 stamps with, shows more than `Clock.now` */
  push(chunk: Buffer, offset: Milliseconds): void {
    this.#offset = offset;
    this.#lines.push(chunk);
  }

  /** The stream is over. */
  end(): void {
    this.#lines.end();
    this.#requests.finish();
  }

  take(): IntakeBatch {
    const samples = this.#samples;
    const dropped = this.#dropped;
    const metrics = this.#metrics;
    this.#samples = [];
    this.#dropped = [];
    this.#metrics = [];
    return {
      samples,
      values: this.#columns.flatMap((column) => column.take()),
      dropped,
      metrics,
      upTo: this.#upTo,
      lines: this.#lineNumber,
      points: this.#points,
      ...(this.#damage && { damage: this.#damage }),
    };
  }

  #takeLine(bytes: Buffer, start: number, end: number): void {
    this.#lineNumber += 1;
    if (start === end) return;
    if (this.#reader.read(bytes, start, end)) {
      this.#takePoint(bytes);
      return;
    }
    const text = bytes.toString('utf8', start, end);
    const unusual = readUnusualLine(text);
    if (unusual.kind === 'metric') this.#metrics.push(unusual.metric);
    else if (unusual.kind === 'point' && this.#reader.read(unusual.line, 0, unusual.line.length))
      this.#takePoint(unusual.line);
    else this.#blame(text);
  }

  #blame(text: string): void {
    const { lines, line, excerpt } = this.#damage ?? {
      lines: 0,
      line: this.#lineNumber,
      excerpt: text.slice(0, LONGEST_EXCERPT),
    };
    this.#damage = { lines: lines + 1, line, excerpt };
  }

  #takePoint(bytes: Buffer): void {
    const { metric, value, tagsStart, tagsEnd } = this.#reader;
    const stamp = this.#reader.time - this.#offset;
    this.#points += 1;
    if (stamp > this.#upTo) this.#upTo = stamp;
    const { part, wanted } = this.#roleOf(metric);
    if (!isPossible(part, value)) {
      this.#blame(`${metric} ${value}`);
      return;
    }
    const known =
      part === 'request' || wanted.length > 0 ? this.#tags.at(bytes, tagsStart, tagsEnd) : NOT_NEEDED;
    if (known === undefined) {
      this.#blame(bytes.toString('utf8', tagsStart, tagsEnd));
      return;
    }
    const ofRequest = this.#takePart(part, known.end, stamp);
    for (const index of wanted) {
      if (known.fits[index] !== true) continue;
      if (ofRequest) this.#requests.want(index, value);
      else this.#columns[index]?.add(stamp, stamp, value);
    }
    if (part === 'failed') this.#requests.finish();
  }

  /** Whether the point belongs to a request. */
  #takePart(part: Role['part'], end: RequestEnd, stamp: Milliseconds): boolean {
    const { time, value, sameTags } = this.#reader;
    switch (part) {
      case 'none':
        return false;
      case 'dropped':
        for (let count = 0; count < value; count += 1) this.#dropped.push(stamp);
        return false;
      case 'request':
        this.#requests.begin(end, time, stamp);
        return true;
      case 'duration':
      case 'other-part':
      case 'failed':
        if (!this.#requests.takes(time, sameTags)) return false;
        if (part === 'duration') this.#requests.lasted(value);
        return true;
    }
  }

  #roleOf(metric: string): Role {
    const known = this.#roles.get(metric);
    if (known !== undefined) return known;
    const wanted = this.#options.metrics.flatMap((candidate, index) =>
      candidate.metric === metric ? [index] : [],
    );
    const role: Role = { part: PARTS[metric] ?? 'none', wanted };
    this.#roles.set(metric, role);
    return role;
  }
}

/** k6 writes no other, but a script can give a metric with the name of one of k6's own any value. */
function isPossible(part: Role['part'], value: number): boolean {
  switch (part) {
    case 'dropped':
      return value <= MOST_DROPPED;
    case 'duration':
      return value >= 0 && value <= LONGEST;
    case 'request':
    case 'failed':
    case 'other-part':
    case 'none':
  }
  return Number.isFinite(value);
}
