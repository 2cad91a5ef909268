import type { Clock, Milliseconds } from '../../../core/clock.ts';
import { Alarm, AlarmHeap } from './alarm.ts';
import { TimerThread } from './timer-thread.ts';
import { LoopWaker, type Waker } from './waker.ts';

/** How often one wake-up looks for alarms that came due meanwhile before it lets the event loop run. */
const PASSES = 4;

/** All the waiting of one proxy thread: alarms ring in order, never early, and nothing runs while none is set. */
export class Scheduler {
  readonly clock: Clock;
  readonly #heap = new AlarmHeap();
  #waker: Waker;
  #asked: Milliseconds = Infinity;
  #turn = 0;
  #precise: Promise<void> | undefined;
  #closed = false;

  constructor(clock: Clock) {
    this.clock = clock;
    this.#waker = new LoopWaker(clock, this.#wake);
  }

  /** Starts the timer thread, once; where threads cannot be started, the event loop's timers go on serving. */
  async makePrecise(): Promise<void> {
    this.#precise ??= this.#startThread();
    await this.#precise;
  }

  set(alarm: Alarm, due: Milliseconds): void {
    this.#heap.remove(alarm);
    alarm.due = due;
    alarm.turn = this.#turn;
    this.#turn += 1;
    this.#heap.insert(alarm);
    this.#ask();
  }

  clear(alarm: Alarm): void {
    this.#heap.remove(alarm);
  }

  /** A one-off that nobody needs to move or clear. */
  at(due: Milliseconds, ring: (now: Milliseconds) => void): void {
    this.set(new Alarm(ring), due);
  }

  close(): void {
    this.#closed = true;
    this.#waker.close();
  }

  async #startThread(): Promise<void> {
    const thread = await TimerThread.start(this.#wake).catch(() => undefined);
    if (thread === undefined) return;
    if (this.#closed) {
      thread.close();
      return;
    }
    this.#waker.close();
    this.#waker = thread;
    this.#asked = Infinity;
    this.#ask();
  }

  #ask(): void {
    const due = this.#heap.first?.due ?? Infinity;
    // An alarm that moved later costs one needless wake-up, which is cheaper than telling the waker each time.
    if (due >= this.#asked || this.#closed) return;
    this.#asked = due;
    this.#waker.wakeAt(due);
  }

  readonly #wake = (): void => {
    if (this.#closed) return;
    // While alarms ring, what they set is found by the passes below and needs no wake-up of its own.
    this.#asked = -Infinity;
    for (let pass = 0; pass < PASSES && this.#ringDue(); pass += 1);
    this.#asked = Infinity;
    this.#ask();
  };

  #ringDue(): boolean {
    const now = this.clock.now();
    let rang = false;
    for (let alarm = this.#heap.first; alarm !== undefined && alarm.due <= now; alarm = this.#heap.first) {
      this.#heap.remove(alarm);
      alarm.ring(now);
      rang = true;
    }
    return rang;
  }
}
