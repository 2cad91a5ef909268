import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Milliseconds } from '../../core/clock.ts';
import { reasonOf, SquallError } from '../../core/errors.ts';
import type { LoadSink, RunningLoad } from '../load.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';

/** A thread that has not ended by itself this long after it was told to is terminated. */
const STOP_GRACE: Milliseconds = 2000;

interface Settlement {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Runs the loads in one worker thread; resolves when it is ready to send. */
export async function startInThread(start: ThreadStart, sink: LoadSink): Promise<RunningLoad> {
  const thread = new LoadThread(start, sink);
  await thread.ready();
  return thread;
}

class LoadThread implements RunningLoad {
  readonly #worker: Worker;
  readonly #loads: readonly string[];
  readonly #sink: LoadSink;
  readonly #exited: Promise<unknown>;
  readonly #settlements = new Map<number, Settlement>();
  #nextId = 0;
  #failure: SquallError | undefined;
  #stopped: Promise<void> | undefined;

  constructor(start: ThreadStart, sink: LoadSink) {
    this.#loads = start.specs.map(({ name }) => name);
    this.#sink = sink;
    // This file and the worker's are siblings once compiled; there is no worker to start from the sources.
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: start });
    this.#exited = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker
      .on('message', (message: FromThread) => this.#receive(message))
      .on('error', (error) => this.#fail(reasonOf(error)))
      .on('exit', (code) => this.#onExit(code));
  }

  async ready(): Promise<void> {
    await Promise.race([once(this.#worker, 'message').catch(() => {}), this.#exited]);
    if (this.#failure) throw this.#failure;
  }

  /** Rejects with SquallError `load-thread-failed` when the thread is lost before. */
  async settled(until: Milliseconds): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#stopped) return;
    const id = this.#nextId++;
    await new Promise<void>((resolve, reject) => {
      this.#settlements.set(id, { resolve, reject });
      this.#post({ kind: 'settle', id, until });
    });
  }

  async stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    await this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#post({ kind: 'stop' });
    const grace = setTimeout(() => void this.#worker.terminate(), STOP_GRACE);
    await this.#exited;
    clearTimeout(grace);
  }

  #post(message: ToThread): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(message);
  }

  #receive(message: FromThread): void {
    switch (message.kind) {
      case 'ready':
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

  #onExit(code: number): void {
    if (this.#stopped === undefined) this.#fail(`it ended by itself with code ${code}`);
    for (const { resolve } of this.#settlements.values()) resolve();
    this.#settlements.clear();
  }

  #fail(reason: string): void {
    if (this.#failure) return;
    this.#failure = new SquallError('load-thread-failed', `the load thread failed: ${reason}`);
    for (const load of this.#loads) this.#sink.failed(load, this.#failure.message);
    for (const { reject } of this.#settlements.values()) reject(this.#failure);
    this.#settlements.clear();
  }
}
