import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Alarm, AlarmHeap } from '../../../../src/drivers/proxy/timing/alarm.ts';

const move = fc.record({
  alarm: fc.nat(19),
  due: fc.option(fc.nat(50), { nil: undefined }),
});

describe('the heap of alarms', () => {
  it('gives the alarms that are set in order of time, ties in order of setting, whatever was moved or cleared', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 200 }), (moves) => {
        const heap = new AlarmHeap();
        const alarms = Array.from({ length: 20 }, () => new Alarm(() => undefined));
        const expected = new Map<Alarm, readonly [due: number, turn: number]>();
        for (const [turn, { alarm: number, due }] of moves.entries()) {
          const alarm = alarms[number];
          if (alarm === undefined) continue;
          heap.remove(alarm);
          expected.delete(alarm);
          if (due === undefined) continue;
          alarm.due = due;
          alarm.turn = turn;
          heap.insert(alarm);
          expected.set(alarm, [due, turn]);
        }
        const inOrder = [...expected]
          .sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1])
          .map(([alarm]) => alarm);
        const rung: Alarm[] = [];
        for (let first = heap.first; first !== undefined; first = heap.first) {
          heap.remove(first);
          rung.push(first);
        }
        expect(rung).toEqual(inOrder);
        expect(rung.every((alarm, index) => alarm === inOrder[index])).toBe(true);
      }),
    );
  });
});
