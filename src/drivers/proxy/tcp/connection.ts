import type { Socket } from 'node:net';
import type { Milliseconds } from '../../../core/clock.ts';
import type { Impairment } from '../../../impairment/model.ts';
import type { Address, ResetBy } from '../../driver.ts';
import type { ConnectionLog } from '../metering/connection-log.ts';
import type { Channels, LinkState } from '../shaping/channel.ts';
import { Alarm } from '../timing/alarm.ts';
import type { Scheduler } from '../timing/scheduler.ts';
import { modelHandshake } from './handshake.ts';
import { Pipe } from './pipe.ts';
import { resetSocket } from './reset-socket.ts';
import { FIRST_TIMEOUT, nextRetransmission } from './retransmission.ts';
import { createUpstream } from './upstream.ts';

export interface ConnectionOptions {
  readonly client: Socket;
  readonly target: Address | undefined;
  readonly state: LinkState;
  readonly channels: Channels;
  readonly scheduler: Scheduler;
  /** Absent for probes: they are not observed, and measure the link without the model of a TCP. */
  readonly log: ConnectionLog | undefined;
  readonly closed: (connection: Connection) => void;
}

/** One client's TCP connection and its continuation to the service. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #up: Pipe;
  readonly #down: Pipe;
  readonly #begun: Milliseconds;
  readonly #resetAlarm = new Alarm(() => {
    this.reset();
  });
  #dialled = false;
  #connected = false;
  /** The far end went away without a word. */
  #abandoned = false;
  #open = 2;

  constructor(options: ConnectionOptions) {
    const { client, channels, state, scheduler, log } = options;
    const common = { state, scheduler, modelled: log !== undefined };
    this.#options = options;
    this.#client = client;
    this.#begun = scheduler.clock.now();
    this.#upstream = createUpstream((bytes) => {
      this.#down.read(bytes);
    });
    this.#up = new Pipe({
      ...common,
      source: client,
      sink: this.#upstream,
      channel: channels.up,
      reverse: channels.down,
      tap: log?.up,
    });
    this.#down = new Pipe({
      ...common,
      source: this.#upstream,
      sink: client,
      channel: channels.down,
      reverse: channels.up,
      tap: log?.down,
    });
    this.#listen();
    this.#begin();
  }

  /** The state of the link is another one than `before`. */
  changed(before: Impairment, now: Milliseconds): void {
    if (this.#halfOpen) this.#abandon();
    else if (this.#abandoned) this.#comeBack();
    this.#setReset();
    if (this.#abandoned || this.#client.destroyed) return;
    if (this.#dialled) {
      this.#up.changed(before, now);
      this.#down.changed(before, now);
    } else if (!this.#cut) {
      this.#shakeHands(nextRetransmission(this.#begun, FIRST_TIMEOUT, now));
    }
  }

  /** Both sides see a reset; what is under way is lost. */
  reset(): void {
    this.#noteReset('impairment');
    this.#up.discard();
    this.#down.discard();
    this.#resetUpstream();
    resetSocket(this.#client);
  }

  get #cut(): boolean {
    return this.#options.channels.up.partitioned || this.#options.channels.down.partitioned;
  }

  get #halfOpen(): boolean {
    return this.#options.state.impairment.connection.halfOpen === true;
  }

  #listen(): void {
    this.#client
      .on('data', (bytes) => {
        if (this.#abandoned) this.#clientSpokeToNobody();
        else this.#up.read(bytes);
      })
      .on('drain', () => {
        this.#down.drained();
      })
      .on('end', () => {
        if (this.#abandoned) this.#clientLeftNobody();
        else this.#up.finish('end');
      })
      .on('error', () => {
        this.#clientFailed();
      })
      .on('close', this.#closed);
    this.#upstream
      .on('drain', () => {
        this.#up.drained();
      })
      .on('end', () => {
        this.#down.finish('end');
      })
      .on('connect', () => {
        this.#connected = true;
      })
      .on('error', () => {
        this.#upstreamFailed();
      })
      .on('close', this.#closed);
  }

  #begin(): void {
    this.#up.openAt(Infinity);
    this.#down.openAt(Infinity);
    this.#setReset();
    if (this.#client.destroyed) return;
    if (this.#halfOpen) this.#abandon();
    // The SYN, or its answer, is lost until the partition ends: the service sees nothing of it.
    else if (!this.#cut) this.#shakeHands(this.#begun);
  }

  #shakeHands(begun: Milliseconds): void {
    const { channels, state, log, target } = this.#options;
    const end = modelHandshake(begun, state.impairment, channels);
    this.#dialled = true;
    if (target === undefined) this.#upstreamFailed();
    else this.#upstream.connect({ host: target.host, port: target.port });
    this.#up.openAt(log === undefined ? 0 : end.client);
    this.#down.openAt(log === undefined ? 0 : end.server);
  }

  #setReset(): void {
    const { scheduler, state } = this.#options;
    const age = state.impairment.connection.reset;
    scheduler.clear(this.#resetAlarm);
    if (age === undefined || this.#client.destroyed) return;
    if (this.#begun + age <= scheduler.clock.now()) this.reset();
    else scheduler.set(this.#resetAlarm, this.#begun + age);
  }

  #abandon(): void {
    if (this.#abandoned) return;
    this.#abandoned = true;
    this.#up.discard();
    this.#down.discard();
    this.#resetUpstream();
  }

  /** The far end is there again, and knows nothing of this connection: it answers the next byte, or the end, by a reset. */
  #comeBack(): void {
    if (this.#client.readableEnded) this.#client.destroy();
  }

  #clientLeftNobody(): void {
    this.#options.log?.closed(this.#options.scheduler.clock.now());
    if (!this.#halfOpen) this.#comeBack();
  }

  #clientSpokeToNobody(): void {
    if (this.#halfOpen) return;
    this.#noteReset('impairment');
    resetSocket(this.#client);
  }

  #clientFailed(): void {
    this.#noteReset('client');
    this.#down.discard();
    if (this.#dialled) this.#up.finish('reset');
    else this.#resetUpstream();
  }

  /** A service that cannot be reached looks as it would without the proxy: the client's connection is reset. */
  #upstreamFailed(): void {
    if (this.#abandoned) return;
    if (this.#connected) this.#noteReset('server');
    else this.#options.log?.failed(this.#options.scheduler.clock.now());
    this.#upstream.destroy();
    this.#up.discard();
    this.#down.finish('reset');
  }

  #noteReset(by: ResetBy): void {
    this.#options.log?.reset(this.#options.scheduler.clock.now(), by);
  }

  #resetUpstream(): void {
    if (this.#connected) resetSocket(this.#upstream);
    else this.#upstream.destroy();
  }

  readonly #closed = (): void => {
    this.#open -= 1;
    this.#options.scheduler.clear(this.#resetAlarm);
    if (this.#client.destroyed) this.#options.log?.closed(this.#options.scheduler.clock.now());
    if (this.#open === 0) this.#options.closed(this);
  };
}
