import type { Milliseconds } from '../core/clock.ts';
import type { DirectionImpairment, Impairment } from './model.ts';

/** What published tables say about one way; rates in kbit/s (1000 bit), loss in percent, packet by packet. */
export interface PublishedWay {
  readonly kbits?: number;
  readonly delay?: Milliseconds;
  readonly jitter?: Milliseconds;
  readonly lossPercent?: number;
}

/** A link whose source states each way on its own. */
export function link(up: PublishedWay, down: PublishedWay): Impairment {
  return { up: oneWay(up), down: oneWay(down), connection: {} };
}

export interface PublishedRtt {
  readonly down: number;
  readonly up: number;
  readonly rtt: Milliseconds;
}

/** A link whose source states the round trip: half of it each way. */
export function rttLink({ down, up, rtt }: PublishedRtt): Impairment {
  return link({ kbits: up, delay: rtt / 2 }, { kbits: down, delay: rtt / 2 });
}

function oneWay({ kbits, delay = 0, jitter = 0, lossPercent = 0 }: PublishedWay): DirectionImpairment {
  return {
    ...(delay > 0 && { delay }),
    ...(jitter > 0 && { jitter }),
    // Rounded, because 0.2 / 100 is not what `0.2%` reads as.
    ...(lossPercent > 0 && { loss: { average: Number((lossPercent / 100).toFixed(6)), burst: 1 } }),
    ...(kbits !== undefined && { rate: Math.round(kbits * 1000) }),
  };
}
