import type { Clock, Milliseconds } from '../../../core/clock.ts';
import type { BitsPerSecond } from '../../../core/units/bitrate.ts';
import { DIRECTIONS, type Direction, type Impairment, addedRtt } from '../../../impairment/model.ts';
import type { ProbeReport, ProbeRequest, Protocol } from '../../driver.ts';
import type { Entrance } from '../entrance.ts';

import type { Prober } from './prober.ts';
import { TcpProber } from './tcp-prober.ts';
import { UdpProber } from './udp-prober.ts';

/** Room for what is not in the impairment: the event loop, loopback, jitter beyond its width. */
const MARGIN: Milliseconds = 50;

export interface ProbeOptions {
  /** A way into the link that nobody else uses, not open yet. */
  readonly entrance: Entrance;
  readonly protocol: Protocol;
  readonly impairment: Impairment;
  readonly clock: Clock;
  readonly request: ProbeRequest;
  readonly signal: AbortSignal;
}

/**
 * Sends small probes, evenly spread, then the bursts, through the link to a reflector of our own. First the
 * one and then the other, because a burst fills the queue that on a shared link the probes would wait in.
 */
export async function probeLink(options: ProbeOptions): Promise<ProbeReport> {
  const probe = new LinkProbe(options);
  try {
    return await probe.run();
  } finally {
    await probe.close();
  }
}

class LinkProbe {
  readonly #options: ProbeOptions;
  readonly #prober: Prober;
  readonly #sentAt: Milliseconds[] = [];
  readonly #answeredAt = new Map<number, Milliseconds>();
  readonly #errors = new Map<string, number>();
  #allAnswered: () => void = () => undefined;

  constructor(options: ProbeOptions) {
    const events = {
      answered: (number: number, now: Milliseconds): void => {
        this.#answered(number, now);
      },
      failed: (code: string): void => {
        this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
      },
    };
    this.#options = options;
    this.#prober =
      options.protocol === 'udp'
        ? new UdpProber(options.clock, events)
        : new TcpProber(options.clock, events);
  }

  async run(): Promise<ProbeReport> {
    const { clock, entrance, request, signal } = this.#options;
    const end = clock.now() + request.within;
    signal.throwIfAborted();
    await this.#prober.open(entrance);
    const forBursts = Math.min(request.within / 2, this.#burstTime());
    await this.#ping(end - forBursts);
    const rate = await this.#burst(end);
    signal.throwIfAborted();
    const answered = this.#sentAt.flatMap((at, number) => {
      const answeredAt = this.#answeredAt.get(number);
      return answeredAt === undefined ? [] : [{ at, rtt: answeredAt - at }];
    });
    const rtts = answered.map(({ rtt }) => rtt);
    const sentAt = answered.map(({ at }) => at);
    const errors = Object.fromEntries(this.#errors);
    return { sent: this.#sentAt.length, received: rtts.length, rtts, sentAt, errors, ...rate };
  }

  async close(): Promise<void> {
    await this.#prober.close();
  }

  #answered(number: number, now: Milliseconds): void {
    // The first copy counts: a link may duplicate.
    if (!this.#answeredAt.has(number)) this.#answeredAt.set(number, now);
    if (this.#answeredAt.size === this.#options.request.count) this.#allAnswered();
  }

  async #ping(end: Milliseconds): Promise<void> {
    const { clock, impairment, request, signal } = this.#options;
    const jitter = 2 * ((impairment.up.jitter ?? 0) + (impairment.down.jitter ?? 0));
    const lastAt = end - addedRtt(impairment) - jitter - MARGIN;
    const begin = clock.now();
    const interval = request.interval ?? Math.max(0, lastAt - begin) / Math.max(1, request.count);
    for (let number = 0; number < request.count; number += 1) {
      const wait = begin + number * interval - clock.now();
      if (wait > 0) await clock.sleep(wait, signal);
      this.#sentAt.push(clock.now());
      this.#prober.ping(number);
    }
    await this.#waitForAnswers(end);
  }

  async #waitForAnswers(end: Milliseconds): Promise<void> {
    const { clock, request, signal } = this.#options;
    if (this.#answeredAt.size === request.count) return;
    const enough = new AbortController();
    this.#allAnswered = (): void => {
      enough.abort();
    };
    await clock.sleep(end - clock.now(), AbortSignal.any([signal, enough.signal])).catch(() => undefined);
    signal.throwIfAborted();
  }

  async #burst(end: Milliseconds): Promise<Pick<ProbeReport, 'rate'>> {
    const { clock, request, signal } = this.#options;
    if (request.burst === undefined) return {};
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    const timeout = clock.sleep(end - clock.now(), until).then(() => {
      over.abort();
    });
    const measure = async (direction: Direction): Promise<BitsPerSecond | undefined> => {
      const bytes = request.burst?.[direction];
      return bytes === undefined ? undefined : await this.#prober.burst(direction, bytes, until);
    };
    // Down first: behind a burst up, what asks for it would wait.
    const [down, up] = await Promise.all([measure('down'), measure('up')]);
    over.abort();
    await timeout.catch(() => undefined);
    return { rate: { ...(up === undefined ? {} : { up }), ...(down === undefined ? {} : { down }) } };
  }

  /** How long the longer burst takes. */
  #burstTime(): Milliseconds {
    const { impairment, request } = this.#options;
    const times = DIRECTIONS.map((direction) => {
      const bytes = request.burst?.[direction];
      if (bytes === undefined) return 0;
      const rate = impairment[direction].rate ?? Infinity;
      return (bytes * 8000) / rate + addedRtt(impairment) + 2 * MARGIN;
    });
    return Math.max(...times);
  }
}
