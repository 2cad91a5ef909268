import type { Milliseconds } from '../../../core/clock.ts';

/** One moment that somebody waits for; owned by its user, kept in order by the scheduler. */
export class Alarm {
  /** On `Clock.now`'s scale; meaningless while not set. */
  due: Milliseconds = Infinity;
  /** Ties ring in the order they were set. */
  turn = 0;
  /** Place in the heap; -1 while not set. */
  place = -1;
  readonly ring: (now: Milliseconds) => void;

  constructor(ring: (now: Milliseconds) => void) {
    this.ring = ring;
  }
}

function before(a: Alarm, b: Alarm): boolean {
  return a.due === b.due ? a.turn < b.turn : a.due < b.due;
}

/** A binary min-heap that knows where each alarm is, so that alarms can be moved and cleared. */
export class AlarmHeap {
  readonly #alarms: Alarm[] = [];

  get first(): Alarm | undefined {
    return this.#alarms[0];
  }

  insert(alarm: Alarm): void {
    this.#alarms.push(alarm);
    this.#rise(alarm, this.#alarms.length - 1);
  }

  remove(alarm: Alarm): void {
    const place = alarm.place;
    if (place < 0) return;
    alarm.place = -1;
    const moved = this.#alarms.pop();
    if (moved === undefined || moved === alarm) return;
    this.#put(moved, place);
    this.#sink(moved, place);
    this.#rise(moved, moved.place);
  }

  #put(alarm: Alarm, place: number): void {
    this.#alarms[place] = alarm;
    alarm.place = place;
  }

  #rise(alarm: Alarm, from: number): void {
    let place = from;
    while (place > 0) {
      const parentPlace = (place - 1) >> 1;
      const parent = this.#alarms[parentPlace];
      if (parent === undefined || !before(alarm, parent)) break;
      this.#put(parent, place);
      place = parentPlace;
    }
    this.#put(alarm, place);
  }

  #sink(alarm: Alarm, from: number): void {
    let place = from;
    for (;;) {
      const left = this.#alarms[2 * place + 1];
      const right = this.#alarms[2 * place + 2];
      const child = left !== undefined && right !== undefined && before(right, left) ? right : left;
      if (child === undefined || !before(child, alarm)) break;
      const childPlace = child.place;
      this.#put(child, place);
      place = childPlace;
    }
    this.#put(alarm, place);
  }
}
