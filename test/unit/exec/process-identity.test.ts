import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseStat } from '../../../src/exec/process-identity.ts';

const REST = '1 4242 4242 0 -1 4194560 79 0 0 0 0 0 0 0 20 0 1 0 987654 2441216 204';

describe('parseStat', () => {
  it('reads state, group and start time', () => {
    expect(parseStat(`4242 (node) S ${REST}`)).toEqual({ state: 'S', group: 4242, startTicks: '987654' });
  });

  it('reads them whatever the name of the program holds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 15 }), (comm) => {
        expect(parseStat(`4242 (${comm}) R ${REST}`)).toEqual({
          state: 'R',
          group: 4242,
          startTicks: '987654',
        });
      }),
    );
  });

  it('is not misled by a name that looks like the fields after it', () => {
    expect(parseStat(`4242 (a) Z 1 1 (b) S ${REST}`)?.state).toBe('S');
  });

  it('refuses a line that is cut off', () => {
    expect(parseStat('4242 (node) S 1 4242')).toBeUndefined();
  });
});
