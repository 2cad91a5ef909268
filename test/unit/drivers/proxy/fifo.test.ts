import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fifo } from '../../../../src/drivers/proxy/shaping/fifo.ts';

describe('Fifo', () => {
  it('behaves as an array that is pushed to and shifted from', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(), { nil: undefined }), { maxLength: 500 }), (moves) => {
        const fifo = new Fifo<number>();
        const array: number[] = [];
        for (const item of moves) {
          const shifted = item === undefined ? [fifo.shift(), array.shift()] : [];
          if (item !== undefined) {
            fifo.push(item);
            array.push(item);
          }
          expect(shifted[0]).toBe(shifted[1]);
          expect([fifo.length, fifo.first, fifo.last]).toEqual([array.length, array[0], array.at(-1)]);
        }
        expect([...fifo]).toEqual(array);
      }),
    );
  });
});
