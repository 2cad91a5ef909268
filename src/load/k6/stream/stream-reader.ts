import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';

import type { Clock, Milliseconds } from '../../../core/clock.ts';
import { Intake, type IntakeBatch, type IntakeOptions } from './intake.ts';

const BATCH_INTERVAL: Milliseconds = 200;

export interface StreamReaderOptions {
  /** A named pipe. */
  readonly path: string;
  readonly intake: IntakeOptions;
  readonly clock: Clock;
  /** Called in batches while there is something new, and once at the end. */
  readonly deliver: (batch: IntakeBatch) => void;
}

/** Reads the named pipe that k6 writes to, from before k6 opens it until it is finished. */
export class StreamReader {
  readonly #intake: Intake;
  readonly #deliver: (batch: IntakeBatch) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #drained: Promise<void>;
  /** A writer of our own: without one, the pipe would be at its end before k6 opens it. */
  readonly #keeper: number;
  #finishing = false;
  #delivered = 0;

  constructor({ path, intake, clock, deliver }: StreamReaderOptions) {
    this.#intake = new Intake(intake);
    this.#deliver = deliver;
    this.#keeper = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const socket = new Socket({ fd, readable: true, writable: false });
    // The offset is measured each time: the wall clock may be set, or run at another speed, in the middle of a run.
    socket.on('data', (chunk: Buffer) => this.#intake.push(chunk, clock.wall() - clock.now()));
    this.#drained = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => socket.destroy()).on('end', () => socket.destroy());
    this.#timer = setInterval(() => this.#flush(), BATCH_INTERVAL);
  }

  /** No more is written: reads what is left, and delivers the last batch. */
  async finish(): Promise<void> {
    if (this.#finishing) return;
    this.#finishing = true;
    closeSync(this.#keeper);
    await this.#drained;
    clearInterval(this.#timer);
    this.#intake.end();
    this.#deliver(this.#intake.take());
  }

  #flush(): void {
    const batch = this.#intake.take();
    if (batch.lines === this.#delivered) return;
    this.#delivered = batch.lines;
    this.#deliver(batch);
  }
}
