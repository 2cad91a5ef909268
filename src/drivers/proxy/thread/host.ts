import { Worker } from 'node:worker_threads';
import { unpackError } from '../../../core/wire-error.ts';
import { programFile } from '../../../exec/program-file.ts';
import type { Impairment } from '../../../impairment/model.ts';
import type { Address, LinkSpec, ProbeReport, ProbeRequest } from '../../driver.ts';
import type { ProxyCalls } from '../installed-link.ts';
import type { PackedObservation } from '../metering/observation.ts';
import type { OpenedLink } from '../server.ts';
import type { Call, FromWorker, Reply, ToWorker } from './messages.ts';

interface Pending {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

function unexpected(reply: Reply): never {
  throw new Error(`The proxy thread replied \`${reply.kind}\` to another question`);
}

/** The proxy in a thread of its own, so that whatever the main thread does cannot disturb its timing. */
export class ProxyThread implements ProxyCalls {
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #nextId = 0;

  async install(links: readonly LinkSpec[]): Promise<readonly OpenedLink[]> {
    const reply = await this.#call({ kind: 'install', links });
    return reply.kind === 'installed' ? reply.links : unexpected(reply);
  }

  async connectTo(edge: string, service: string, target: Address): Promise<void> {
    await this.#call({ kind: 'connectTo', edge, service, target });
  }

  async change(edge: string, impairment: Impairment): Promise<void> {
    await this.#call({ kind: 'change', edge, impairment });
  }

  async readBack(edge: string): Promise<Impairment> {
    const reply = await this.#call({ kind: 'readBack', edge });
    return reply.kind === 'state' ? reply.impairment : unexpected(reply);
  }

  async probe(edge: string, request: ProbeRequest, signal: AbortSignal): Promise<ProbeReport> {
    const reply = await this.#call({ kind: 'probe', edge, request }, signal);
    return reply.kind === 'probed' ? reply.report : unexpected(reply);
  }

  async observe(edge: string): Promise<PackedObservation> {
    const reply = await this.#call({ kind: 'observe', edge });
    return reply.kind === 'observed' ? reply.observation : unexpected(reply);
  }

  async revert(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    await this.#call({ kind: 'revert' });
    this.#worker = undefined;
    // Every link is closed by now. Node sometimes never says that a thread has ended, so nobody waits for it.
    worker.unref();
    void worker.terminate();
  }

  async #call(call: Call, signal?: AbortSignal): Promise<Reply> {
    signal?.throwIfAborted();
    const worker = (this.#worker ??= this.#start());
    const id = this.#nextId;
    this.#nextId += 1;
    const send = (message: ToWorker): void => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(message);
    };
    const abort = (): void => {
      this.#pending.get(id)?.reject(signal?.reason);
      send({ kind: 'abort', id });
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(id, { resolve, reject });
        send({ kind: 'call', id, call });
      });
    } finally {
      this.#pending.delete(id);
      signal?.removeEventListener('abort', abort);
    }
  }

  #start(): Worker {
    const worker = new Worker(programFile('drivers/proxy/thread/worker'), { name: 'squall-proxy' });
    worker.on('message', (message: FromWorker) => {
      const pending = this.#pending.get(message.id);
      if (message.kind === 'reply') pending?.resolve(message.reply);
      else pending?.reject(unpackError(message.error));
    });
    worker.on('error', (error) => {
      this.#fail(error);
    });
    worker.on('exit', () => {
      this.#fail(new Error('The proxy thread has ended'));
    });
    return worker;
  }

  #fail(error: unknown): void {
    this.#worker = undefined;
    for (const pending of this.#pending.values()) pending.reject(error);
  }
}
