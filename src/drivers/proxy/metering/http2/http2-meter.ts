import type { Milliseconds } from '../../../../core/clock.ts';
import type { ResetBy } from '../../../driver.ts';
import { brokenSample, completeSample, type Exchange } from '../exchange.ts';
import type { Meter, MeterSink } from '../meter.ts';
import { BeyondLimits, Unreadable } from '../unreadable.ts';
import { FRAMES, FrameReader, type Frame, type Octets } from './frame-reader.ts';
import { HeaderBlocks, endsStream } from './header-blocks.ts';
import { HeaderDecoder } from './header-decoder.ts';
import { createStream, endResponse, readRequestField, readResponseField, type Stream } from './streams.ts';

/** What a client of HTTP/2 sends first (RFC 9113, section 3.4). */
export const PREFACE: Buffer = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

/** More open streams than this on one connection are an attack on our memory. */
const MOST_OPEN = 10_000;
const ACKNOWLEDGEMENT = 0x1;
const SETTING_LENGTH = 6;
const MAX_FRAME_SIZE = 5;
/** The stream of a request that was sent in HTTP/1.1 and is answered in HTTP/2. */
const UPGRADED_STREAM = 1;

/**
 * The exchanges of an HTTP/2 connection in clear text. Streams that the server promises are not counted: nobody has asked for
 * them. What a CONNECT carries after its answer is not read.
 */
export class Http2Meter implements Meter {
  readonly #sink: MeterSink;
  readonly #streams = new Map<number, Stream>();
  readonly #up = new FrameReader(PREFACE, (frame, now) => {
    this.#takeRequestFrame(frame, now);
  });
  readonly #down = new FrameReader(Buffer.alloc(0), (frame, now) => {
    this.#takeResponseFrame(frame, now);
  });
  readonly #requestBlocks = new HeaderBlocks();
  readonly #responseBlocks = new HeaderBlocks();
  readonly #requestHeaders = new HeaderDecoder();
  readonly #responseHeaders = new HeaderDecoder();
  #lastStream = 0;
  /** The server has said that it answers nothing beyond. */
  #lastAnswered = Infinity;
  #stopped = false;

  /** `upgraded` is a request that was sent in HTTP/1.1 and is answered here. */
  constructor(sink: MeterSink, upgraded?: Exchange) {
    this.#sink = sink;
    if (upgraded === undefined) return;
    this.#lastStream = UPGRADED_STREAM;
    this.#streams.set(UPGRADED_STREAM, { ...upgraded, grpc: false });
  }

  *openSince(): Generator<Milliseconds> {
    for (const { at } of this.#streams.values()) yield at;
  }

  request(bytes: Buffer, now: Milliseconds): void {
    if (this.#stopped) return;
    const problem = readable(() => {
      this.#up.read(bytes, now);
    });
    if (problem !== undefined) this.#giveUp(problem.message);
    else if (this.#streams.size > MOST_OPEN) this.#giveUp('too many open requests in one connection');
  }

  response(bytes: Buffer, now: Milliseconds): void {
    if (this.#stopped) return;
    const problem = readable(() => {
      this.#down.read(bytes, now);
    });
    if (problem === undefined) return;
    // Its client got no answers that it can read: no exchange is left out because it went wrong.
    if (!(problem instanceof BeyondLimits)) this.#breakAll(now, undefined);
    this.#giveUp(problem.message);
  }

  responseEnd(): void {
    // What is open then is cut off, and found open when the connection closes.
  }

  closed(now: Milliseconds, by: ResetBy | undefined): void {
    if (this.#stopped) return;
    this.#breakAll(now, by);
    this.#stopped = true;
  }

  #takeRequestFrame(frame: Frame, now: Milliseconds): void {
    const block = this.#requestBlocks.take(frame);
    if (block !== undefined) this.#takeRequest(block.frame, block.fields, now);
    else if (frame.type === FRAMES.settings) allow(this.#down, frame);
    else if (frame.type === FRAMES.reset) this.#break(frame.stream, now, 'client');
  }

  #takeResponseFrame(frame: Frame, now: Milliseconds): void {
    const block = this.#responseBlocks.take(frame);
    if (block !== undefined) this.#takeResponse(block.frame, block.fields, now);
    else if (frame.type === FRAMES.data && endsStream(frame)) this.#complete(frame.stream, now);
    else if (frame.type === FRAMES.settings) allow(this.#up, frame);
    else if (frame.type === FRAMES.reset) this.#break(frame.stream, now, 'server');
    else if (frame.type === FRAMES.goAway) this.#goAway(frame, now);
  }

  #takeRequest({ stream: id, begun }: Frame, fields: Octets, now: Milliseconds): void {
    const isNew = id > this.#lastStream;
    const stream = createStream(begun);
    this.#requestHeaders.decode(fields, (name, value) => {
      readRequestField(stream, name, value);
    });
    // Otherwise these are the trailers of a request.
    if (!isNew) return;
    if (id % 2 === 0) throw new Unreadable('malformed HTTP/2: a request in a stream of the server');
    this.#lastStream = id;
    this.#streams.set(id, stream);
    if (id > this.#lastAnswered) this.#break(id, now, 'server');
  }

  #takeResponse(frame: Frame, fields: Octets, now: Milliseconds): void {
    const stream = frame.type === FRAMES.promise ? undefined : this.#streams.get(frame.stream);
    this.#responseHeaders.decode(fields, (name, value) => {
      if (stream !== undefined) readResponseField(stream, name, value);
    });
    if (stream === undefined) return;
    const interim = stream.status >= 100 && stream.status < 200;
    if (interim) stream.status = 0;
    else stream.firstByte ??= frame.begun;
    const tunnel = stream.method === 'CONNECT' && stream.status >= 200 && stream.status < 300;
    if (endsStream(frame) || tunnel) this.#complete(frame.stream, now);
  }

  /** The server answers nothing that began after a stream that it names (RFC 9113, section 6.8). */
  #goAway({ payload, length }: Frame, now: Milliseconds): void {
    if (length < 8) throw new Unreadable('malformed HTTP/2: wrong frame size');
    const last = payload.bytes.readUInt32BE(payload.from) & 0x7fff_ffff;
    // It may be said again, and that must not cost a walk over all streams.
    if (last >= this.#lastAnswered) return;
    this.#lastAnswered = last;
    for (const id of this.#streams.keys()) if (id > last) this.#break(id, now, 'server');
  }

  #complete(id: number, now: Milliseconds): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) return;
    this.#streams.delete(id);
    endResponse(stream);
    this.#sink.exchange(completeSample(stream, now));
  }

  #break(id: number, now: Milliseconds, by: ResetBy | undefined): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) return;
    this.#streams.delete(id);
    this.#sink.exchange(brokenSample(stream, now, by));
  }

  #breakAll(now: Milliseconds, by: ResetBy | undefined): void {
    for (const id of this.#streams.keys()) this.#break(id, now, by);
  }

  #giveUp(reason: string): void {
    this.#stopped = true;
    this.#streams.clear();
    this.#sink.unread(reason);
  }
}

/** Why reading stopped, if it did. */
function readable(read: () => void): Unreadable | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof Unreadable) return error;
    throw error;
  }
}

/** What one side announces, the other may make use of. */
function allow(reader: FrameReader, { flags, payload, length }: Frame): void {
  if (length % SETTING_LENGTH !== 0) throw new Unreadable('malformed HTTP/2: wrong frame size');
  if ((flags & ACKNOWLEDGEMENT) !== 0) return;
  const { bytes, from, to } = payload;
  for (let at = from; at < to; at += SETTING_LENGTH) {
    if (bytes.readUInt16BE(at) !== MAX_FRAME_SIZE) continue;
    // One that was larger before may still be under way.
    reader.largest = Math.max(reader.largest, bytes.readUInt32BE(at + 2));
  }
}
