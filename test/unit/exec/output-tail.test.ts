import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lastLines, OutputTail } from '../../../src/exec/output-tail.ts';

describe('OutputTail', () => {
  it('keeps exactly the last bytes, however they were cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]*$/)),
        fc.integer({ min: 1, max: 30 }),
        (chunks, limit) => {
          const tail = new OutputTail(limit);
          for (const chunk of chunks) tail.push(Buffer.from(chunk));
          expect(tail.text()).toBe(chunks.join('').slice(-limit));
        },
      ),
    );
  });

  it('begins with a whole character', () => {
    const tail = new OutputTail(4);
    tail.push(Buffer.from('äöü'));
    tail.push(Buffer.from('x'));
    expect(tail.text()).toBe('üx');
  });
});

describe('lastLines', () => {
  it('skips blank lines and carriage returns', () => {
    expect(lastLines('one\r\ntwo\n\n  \nthree\n', 2)).toEqual(['two', 'three']);
  });
});
