import type { Milliseconds } from '../../../core/clock.ts';
import type { Channel } from '../shaping/channel.ts';
import { Fifo } from '../shaping/fifo.ts';
import { SEGMENT } from '../shaping/rate-queue.ts';
import { CongestionWindow, LARGEST_WINDOW } from './congestion-window.ts';
import { backOff, detectLoss, retransmissionTimeout, type LostSegment } from './retransmission.ts';

/** A link that loses everything is a partition; the model stops doubling here. */
const MOST_TIMEOUTS = 8;

interface Acknowledgement {
  at: Milliseconds;
  readonly bytes: number;
  readonly sentAt: Milliseconds;
}

/**
 * The virtual TCP sender of one direction. The proxy ends the real TCP connections, so what a sender at
 * the far end of a slow or lossy path would do is computed: bytes under way stay within a congestion
 * window that opens as acknowledgements come back, and a lost segment stalls what follows it.
 */
export class Sender {
  readonly #channel: Channel;
  readonly #reverse: Channel;
  readonly #modelled: boolean;
  readonly #window = new CongestionWindow();
  readonly #acknowledgements = new Fifo<Acknowledgement>();
  #underWay = 0;
  #smoothedRtt = 0;
  #lastSent: Milliseconds = -Infinity;

  /** `modelled` false: no window and no stalls, for probes, which measure the link and not a TCP. */
  constructor(channel: Channel, reverse: Channel, modelled: boolean) {
    this.#channel = channel;
    this.#reverse = reverse;
    this.#modelled = modelled;
  }

  get idle(): boolean {
    return this.#underWay === 0;
  }

  get timeout(): Milliseconds {
    return retransmissionTimeout(this.#rtt);
  }

  /** When the next acknowledgement arrives; undefined while the way back is cut or nothing is under way. */
  get nextAcknowledgement(): Milliseconds | undefined {
    return this.#reverse.partitioned ? undefined : this.#acknowledgements.first?.at;
  }

  /** How many of `wanted` bytes may be sent now; 0 rather than a fragment of a segment. */
  allowance(wanted: number, now: Milliseconds): number {
    this.#collect(now);
    if (this.idle && now - this.#lastSent > this.timeout) this.#window.restart();
    const window = this.#windowed ? this.#window.bytes : LARGEST_WINDOW;
    const free = window - this.#underWay;
    return free < Math.min(wanted, SEGMENT) ? 0 : Math.min(wanted, Math.floor(free));
  }

  /** Notes that `bytes` are sent, `following` more right behind them, and returns how long losses stall them. */
  send(bytes: number, following: number, now: Milliseconds): Milliseconds {
    this.#underWay += bytes;
    this.#lastSent = now;
    if (this.#channel.shape.loss === undefined || !this.#modelled) return 0;
    let stall = 0;
    const alone = this.#underWay <= SEGMENT && following === 0;
    const segments = Math.ceil(bytes / SEGMENT);
    for (let segment = 1; segment <= segments; segment += 1) {
      const behind = segments - segment + Math.ceil(following / SEGMENT);
      if (this.#channel.drawLoss()) stall = Math.max(stall, this.#recover({ behind, alone }));
    }
    return stall;
  }

  delivered(bytes: number, sentAt: Milliseconds, now: Milliseconds): void {
    if (this.#windowed) {
      this.#acknowledgements.push({ at: now + (this.#reverse.shape.delay ?? 0), bytes, sentAt });
    } else this.#underWay -= bytes;
  }

  /** After an outage: the timer has run out, and what was acknowledged meanwhile is not known before `resumed`. */
  resume(resumed: Milliseconds): void {
    this.#window.collapse();
    for (const acknowledgement of this.#acknowledgements) {
      acknowledgement.at = Math.max(acknowledgement.at, resumed + this.#rtt);
    }
  }

  /** After the way back got shorter: nothing stays behind an old, longer delay. */
  hurry(now: Milliseconds): void {
    const latest = now + (this.#reverse.shape.delay ?? 0);
    for (const acknowledgement of this.#acknowledgements) {
      acknowledgement.at = Math.min(acknowledgement.at, latest);
    }
  }

  get #rtt(): Milliseconds {
    const added = (this.#channel.shape.delay ?? 0) + (this.#reverse.shape.delay ?? 0);
    return Math.max(added, this.#smoothedRtt);
  }

  /** On a path without delay, the window of a real sender is never what limits it. */
  get #windowed(): boolean {
    return this.#modelled && (this.#channel.shape.delay ?? 0) + (this.#reverse.shape.delay ?? 0) > 0;
  }

  #recover(lost: LostSegment): Milliseconds {
    const { after, byTimer } = detectLoss(this.#rtt, lost);
    if (byTimer) this.#window.collapse();
    else this.#window.halve();
    let timeouts = byTimer ? 1 : 0;
    // The repeated segment can be lost as well, which only the timer reveals.
    while (timeouts < MOST_TIMEOUTS && this.#channel.drawLoss()) timeouts += 1;
    return (byTimer ? 0 : after) + backOff(this.timeout, timeouts);
  }

  #collect(now: Milliseconds): void {
    if (this.#reverse.partitioned) return;
    for (let first = this.#acknowledgements.first; first !== undefined;) {
      if (first.at > now && this.#windowed) return;
      this.#acknowledgements.shift();
      this.#underWay -= first.bytes;
      this.#window.acknowledge(first.bytes);
      this.#smoothedRtt += (first.at - first.sentAt - this.#smoothedRtt) / 8;
      first = this.#acknowledgements.first;
    }
  }
}
