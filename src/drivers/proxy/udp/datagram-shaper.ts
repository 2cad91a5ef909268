import type { Milliseconds } from '../../../core/clock.ts';
import type { Channel } from '../shaping/channel.ts';
import type { Scheduler } from '../timing/scheduler.ts';

function flipOneBit(datagram: Buffer, channel: Channel): Buffer {
  if (datagram.length === 0) return datagram;
  const damaged = Buffer.from(datagram);
  const bit = channel.drawInteger(damaged.length * 8);
  damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return damaged;
}

/**
 * What a link does to each datagram, in the order of sch_netem's enqueue: loss, duplication, corruption,
 * then either past the queue (reorder) or through rate and delay.
 */
export class DatagramShaper {
  readonly #channel: Channel;
  readonly #scheduler: Scheduler;
  readonly #deliver: (datagram: Buffer, now: Milliseconds) => void;

  constructor(
    channel: Channel,
    scheduler: Scheduler,
    deliver: (datagram: Buffer, now: Milliseconds) => void,
  ) {
    this.#channel = channel;
    this.#scheduler = scheduler;
    this.#deliver = deliver;
  }

  send(datagram: Buffer, now: Milliseconds): void {
    const channel = this.#channel;
    if (channel.partitioned || channel.drawLoss()) return;
    const copies = channel.draw(channel.shape.duplicate) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) this.#sendCopy(datagram, now);
  }

  #sendCopy(datagram: Buffer, now: Milliseconds): void {
    const channel = this.#channel;
    const bytes = channel.draw(channel.shape.corrupt) ? flipOneBit(datagram, channel) : datagram;
    if (channel.draw(channel.shape.reorder)) {
      this.#arrive(bytes, now);
      return;
    }
    // A datagram that does not fit is dropped: the queue says so to nobody.
    channel.queue.offer(
      {
        size: bytes.length,
        depart: (at) => {
          this.#depart(bytes, at);
        },
      },
      now,
    );
  }

  #depart(datagram: Buffer, at: Milliseconds): void {
    const due = at + this.#channel.drawDelay();
    const now = this.#scheduler.clock.now();
    if (due <= now) this.#arrive(datagram, now);
    else {
      this.#scheduler.at(due, (rung) => {
        this.#arrive(datagram, rung);
      });
    }
  }

  #arrive(datagram: Buffer, now: Milliseconds): void {
    if (!this.#channel.partitioned) this.#deliver(datagram, now);
  }
}
