import type { Socket } from 'node:net';
import type { Milliseconds } from '../../../core/clock.ts';
import { type Impairment, addedRtt } from '../../../impairment/model.ts';
import type { Channel, LinkState } from '../shaping/channel.ts';
import { Fifo } from '../shaping/fifo.ts';
import { Alarm } from '../timing/alarm.ts';
import type { Scheduler } from '../timing/scheduler.ts';
import { Flight } from './flight.ts';
import { type Freight, TcpParcel } from './parcel.ts';
import { resetSocket } from './reset-socket.ts';
import { nextRetransmission } from './retransmission.ts';
import { Sender } from './sender.ts';

/** What a pipe holds unsent before it stops reading. */
const MOST_PENDING = 64 * 1024;
/** What may wait in the receiving socket before the pipe stops handing over. */
const MOST_UNWRITTEN = 256 * 1024;

/** What a pipe tells of the bytes it carries; must not keep or change them. */
export interface Tap {
  entered(bytes: Buffer, now: Milliseconds): void;
  handed(bytes: Buffer, now: Milliseconds): void;
  ended(now: Milliseconds): void;
}

export interface PipeOptions {
  readonly source: Socket;
  readonly sink: Socket;
  readonly channel: Channel;
  /** The channel that acknowledgements come back through. */
  readonly reverse: Channel;
  readonly state: LinkState;
  readonly scheduler: Scheduler;
  readonly modelled: boolean;
  readonly tap: Tap | undefined;
}

/**
 * One direction of one TCP connection: source -> unsent bytes -> virtual sender -> rate queue -> flight ->
 * sink. Every byte that was read is handed over once, in order, whatever changes meanwhile; a pipe that
 * cannot go on stops reading. On a clear channel bytes go straight from source to sink.
 */
export class Pipe {
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #channel: Channel;
  readonly #reverse: Channel;
  readonly #state: LinkState;
  readonly #scheduler: Scheduler;
  readonly #tap: Tap | undefined;
  readonly #sender: Sender;
  readonly #alarm = new Alarm((now) => {
    this.#advance(now);
  });
  readonly #unsent = new Fifo<Buffer>();
  #unsentBytes = 0;
  readonly #flight = new Flight();
  /** Parcels in the rate queue. */
  #queued = 0;
  /** How the source ended, until that is sent. */
  #ending: Freight | undefined;
  /** Nothing is sent before this time. */
  #gate: Milliseconds = 0;
  /** Since when an outage has kept what was sent from arriving, or from being acknowledged. */
  #silentSince: Milliseconds | undefined;
  #plain: boolean;
  #advancing = false;
  #awaitsRoom = false;
  #awaitsAcknowledgement = false;
  #paused = false;
  #discarded = false;

  constructor(options: PipeOptions) {
    this.#source = options.source;
    this.#sink = options.sink;
    this.#channel = options.channel;
    this.#reverse = options.reverse;
    this.#state = options.state;
    this.#scheduler = options.scheduler;
    this.#tap = options.tap;
    this.#sender = new Sender(options.channel, options.reverse, options.modelled);
    this.#plain = this.#isPlain();
  }

  /** The next bytes from the source. */
  read(bytes: Buffer): void {
    if (this.#discarded) return;
    const now = this.#scheduler.clock.now();
    this.#tap?.entered(bytes, now);
    if (this.#plain && this.#empty && this.#gate <= now) {
      this.#hand(bytes, now);
      this.#throttle();
      return;
    }
    this.#unsent.push(bytes);
    this.#unsentBytes += bytes.length;
    this.#advance(now);
  }

  /** The source will send no more; the sink learns it after all bytes. */
  finish(kind: 'end' | 'reset'): void {
    if (this.#discarded) return;
    this.#ending = { kind };
    this.#advance(this.#scheduler.clock.now());
  }

  /** The sink has room again. */
  drained(): void {
    if (this.#empty) this.#throttle();
    else this.#advance(this.#scheduler.clock.now());
  }

  /** Lets nothing be sent before `at`; Infinity until told again. */
  openAt(at: Milliseconds): void {
    this.#gate = at;
    this.#advance(this.#scheduler.clock.now());
  }

  /** The state of the link is another one than `before`. */
  changed(before: Impairment, now: Milliseconds): void {
    this.#plain = this.#isPlain();
    this.#hurry(before, now);
    const wasSilent = before.up.partition === true || before.down.partition === true;
    const silent = this.#channel.partitioned || this.#reverse.partitioned;
    if (silent && !wasSilent && !this.#empty) this.#silentSince = now;
    if (!silent && this.#silentSince !== undefined) this.#resume(this.#silentSince, now);
    this.#advance(now);
  }

  /** Forgets everything that was not handed over; for an end of which the other side must not or cannot learn. */
  discard(): void {
    this.#discarded = true;
    this.#scheduler.clear(this.#alarm);
    this.#unsent.clear();
    this.#unsentBytes = 0;
    this.#flight.clear();
    if (this.#paused) this.#source.resume();
  }

  get #empty(): boolean {
    return this.#unsent.length === 0 && this.#queued === 0 && this.#flight.first === undefined;
  }

  #isPlain(): boolean {
    return this.#channel.clear && !this.#reverse.shape.delay;
  }

  /** Nothing stays behind what was longer before: neither bytes, nor acknowledgements, nor a handshake. */
  #hurry(before: Impairment, now: Milliseconds): void {
    const { delay = 0, jitter = 0, loss } = before[this.#channel.direction];
    const shape = this.#channel.shape;
    const shorter = delay + jitter > (shape.delay ?? 0) + (shape.jitter ?? 0);
    const unlocked = loss !== undefined && shape.loss === undefined;
    const closesSooner = (before.connection.slowClose ?? 0) > this.#slowClose;
    if (shorter || unlocked || closesSooner) {
      this.#flight.hurry(now + this.#channel.drawDelay(), this.#slowClose);
    }
    const shorterBack = (before[this.#reverse.direction].delay ?? 0) > (this.#reverse.shape.delay ?? 0);
    if (shorterBack) this.#sender.hurry(now);
    if (shorter || shorterBack) this.#gate = Math.min(this.#gate, now + addedRtt(this.#state.impairment));
  }

  /** A real sender, silent through an outage, does not notice its end: it goes on at its next retransmission. */
  #resume(since: Milliseconds, now: Milliseconds): void {
    const resumed = nextRetransmission(since, this.#sender.timeout, now);
    this.#silentSince = undefined;
    this.#gate = Math.max(this.#gate, resumed);
    this.#flight.holdUntil(resumed + (this.#channel.shape.delay ?? 0));
    this.#sender.resume(resumed);
  }

  /** Moves everything on as far as it can go now, and sets the alarm for the rest. */
  #advance(now: Milliseconds): void {
    if (this.#advancing || this.#discarded) return;
    this.#advancing = true;
    do this.#send(now);
    while (this.#deliver(now));
    this.#advancing = false;
    this.#setAlarm(now);
    this.#throttle();
  }

  #send(now: Milliseconds): void {
    this.#awaitsAcknowledgement = false;
    if (this.#channel.partitioned) {
      if (this.#unsent.length > 0) this.#silentSince ??= now;
      return;
    }
    if (this.#gate > now) return;
    for (let first = this.#unsent.first; first !== undefined; first = this.#unsent.first) {
      if (!this.#hasRoom()) return;
      const size = this.#sender.allowance(Math.min(first.length, this.#channel.queue.piece), now);
      if (size === 0) {
        if (this.#reverse.partitioned) this.#silentSince ??= now;
        this.#awaitsAcknowledgement = true;
        return;
      }
      this.#sendBytes(first, size, now);
    }
    if (this.#ending === undefined) return;
    this.#push(this.#ending, 0, now);
    this.#ending = undefined;
  }

  #hasRoom(): boolean {
    if (this.#channel.queue.hasRoom) return true;
    if (!this.#awaitsRoom) {
      this.#awaitsRoom = true;
      this.#channel.queue.whenRoom((now) => {
        this.#awaitsRoom = false;
        this.#advance(now);
      });
    }
    return false;
  }

  #sendBytes(first: Buffer, size: number, now: Milliseconds): void {
    if (size === first.length) this.#unsent.shift();
    else this.#unsent.replaceFirst(first.subarray(size));
    this.#unsentBytes -= size;
    const stall = this.#sender.send(size, this.#unsentBytes, now);
    const bytes = size === first.length ? first : first.subarray(0, size);
    this.#push({ kind: 'bytes', bytes }, stall, now);
  }

  #push(freight: Freight, stall: Milliseconds, now: Milliseconds): void {
    this.#queued += 1;
    this.#channel.queue.push(new TcpParcel(freight, { sentAt: now, stall }, this.#departed), now);
  }

  readonly #departed = (parcel: TcpParcel, at: Milliseconds): void => {
    this.#queued -= 1;
    if (this.#discarded) return;
    const slowClose = parcel.freight.kind === 'end' ? this.#slowClose : 0;
    this.#flight.add(parcel, at + this.#channel.drawDelay() + parcel.stall, slowClose);
    this.#advance(this.#scheduler.clock.now());
  };

  /** Hands over what is due; true when that let something more be sent. */
  #deliver(now: Milliseconds): boolean {
    let delivered = false;
    while (this.#canDeliver) {
      const parcel = this.#flight.takeDue(now);
      if (parcel === undefined) break;
      delivered = true;
      this.#handOver(parcel, now);
    }
    return delivered && (this.#unsent.length > 0 || this.#ending !== undefined) && !this.#discarded;
  }

  get #canDeliver(): boolean {
    return !this.#channel.partitioned && this.#sink.writableLength <= MOST_UNWRITTEN;
  }

  #handOver(parcel: TcpParcel, now: Milliseconds): void {
    switch (parcel.freight.kind) {
      case 'bytes':
        this.#hand(parcel.freight.bytes, now);
        this.#sender.delivered(parcel.size, parcel.sentAt, now);
        break;
      case 'end':
        this.#tap?.ended(now);
        this.#sink.end();
        break;
      case 'reset':
        if (this.#sink.connecting) this.#sink.destroy();
        else resetSocket(this.#sink);
        break;
    }
  }

  #hand(bytes: Buffer, now: Milliseconds): void {
    this.#sink.write(bytes);
    this.#tap?.handed(bytes, now);
  }

  get #slowClose(): Milliseconds {
    return this.#state.impairment.connection.slowClose ?? 0;
  }

  #setAlarm(now: Milliseconds): void {
    let due = Infinity;
    if (this.#canDeliver) due = this.#flight.first?.due ?? Infinity;
    if (!this.#channel.partitioned && (this.#unsent.length > 0 || this.#ending !== undefined)) {
      if (this.#gate > now) due = Math.min(due, this.#gate);
      else if (this.#awaitsAcknowledgement) due = Math.min(due, this.#sender.nextAcknowledgement ?? Infinity);
    }
    if (due === Infinity) this.#scheduler.clear(this.#alarm);
    else if (this.#alarm.place < 0 || this.#alarm.due !== due) this.#scheduler.set(this.#alarm, due);
  }

  /** A full pipe is back-pressure: the source is not read until there is room. */
  #throttle(): void {
    const full = this.#unsentBytes >= MOST_PENDING || this.#sink.writableLength > MOST_UNWRITTEN;
    if (full === this.#paused || this.#discarded) return;
    this.#paused = full;
    if (full) this.#source.pause();
    else this.#source.resume();
  }
}
