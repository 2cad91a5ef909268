import type { Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import type { ExchangeSink, RunningLoad } from '../load.ts';
import type { FromThread, ToThread } from './messages.ts';

/** A thread or a process that sends loads, seen from here. */
export interface LoadCarrier {
  /** `thread` or `process`: for messages, and for the code of its failure. */
  readonly kind: 'thread' | 'process';
  post(message: ToThread): void;
  terminate(): void;
}

/** One that has not ended by itself this long after it was told to is terminated. */
const STOP_GRACE: Milliseconds = 2000;

interface Settlement {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Loads that somebody else sends: hands over what it hears of them, and fails them when it hears no more. */
export class RemoteLoad implements RunningLoad {
  readonly #carrier: LoadCarrier;
  readonly #loads: readonly string[];
  readonly #sink: ExchangeSink;
  readonly #settlements = new Map<number, Settlement>();
  readonly #ended: Promise<void>;
  readonly #isReady: Promise<void>;
  #tellEnded = (): void => {};
  #tellReady = (): void => {};
  #nextId = 0;
  #failure: SquallError | undefined;
  #stopped: Promise<void> | undefined;

  constructor(carrier: LoadCarrier, loads: readonly string[], sink: ExchangeSink) {
    this.#carrier = carrier;
    this.#loads = loads;
    this.#sink = sink;
    this.#ended = new Promise((resolve) => (this.#tellEnded = resolve));
    this.#isReady = new Promise((resolve) => (this.#tellReady = resolve));
  }

  /** Resolves when it is ready to send; rejects with SquallError `load-thread-failed` or `load-process-failed`. */
  async ready(): Promise<void> {
    await Promise.race([this.#isReady, this.#ended]);
    if (this.#failure) throw this.#failure;
  }

  /** Rejects as `ready` when the carrier is lost before. */
  async settled(until: Milliseconds): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#stopped) return;
    const id = this.#nextId++;
    await new Promise<void>((resolve, reject) => {
      this.#settlements.set(id, { resolve, reject });
      this.#carrier.post({ kind: 'settle', id, until });
    });
  }

  async stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    await this.#stopped;
  }

  receive(message: FromThread): void {
    switch (message.kind) {
      case 'ready':
        this.#tellReady();
        break;
      case 'samples':
        this.#sink.samples(message.load, message.samples);
        break;
      case 'dropped':
        this.#sink.dropped(message.load, message.due);
        break;
      case 'open':
        this.#sink.open(message.load, message.due);
        break;
      case 'failed':
        this.#sink.failed(message.load, message.reason);
        break;
      case 'settled':
        this.#settlements.get(message.id)?.resolve();
        this.#settlements.delete(message.id);
    }
  }

  /** The carrier is gone: `how` follows its name, as in "exited with code 1". */
  end(how: string): void {
    if (this.#stopped === undefined) this.fail(`it ${how}`);
    for (const { resolve } of this.#settlements.values()) resolve();
    this.#settlements.clear();
    this.#tellEnded();
  }

  fail(reason: string): void {
    if (this.#failure) return;
    const { kind } = this.#carrier;
    this.#failure =
      kind === 'thread'
        ? new SquallError('load-thread-failed', `the load thread failed: ${reason}`)
        : new SquallError('load-process-failed', `the process of the load failed: ${reason}`);
    for (const load of this.#loads) this.#sink.failed(load, this.#failure.message);
    for (const { reject } of this.#settlements.values()) reject(this.#failure);
    this.#settlements.clear();
  }

  async #stop(): Promise<void> {
    this.#carrier.post({ kind: 'stop' });
    const grace = setTimeout(() => this.#carrier.terminate(), STOP_GRACE);
    await this.#ended;
    clearTimeout(grace);
  }
}
