import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseAnswer, parseChange, parseKept } from '../../../../src/engine/by-hand/messages.ts';

const KEPT = { run: 'r', target: 'eth1', impaired: 'RTT 20ms', left: 1000, again: 0 } as const;
const PROBLEM = { code: 'c', message: 'm', hint: 'h', path: ['delay', 'up'], where: 'value' } as const;

describe('what goes over a control socket', () => {
  it('is read as it was meant', () => {
    expect(parseKept(KEPT)).toEqual(KEPT);
    const absent = { ...KEPT, again: 2, absent: 'it is exited' };
    expect(parseKept(absent)).toEqual(absent);
    const { again: _again, ...earlier } = KEPT;
    expect(parseKept(earlier)).toEqual(KEPT);
    expect(parseChange({ document: { delay: '1ms' }, lease: 5 })).toEqual({
      document: { delay: '1ms' },
      lease: 5,
    });
    expect(parseAnswer({ kind: 'changed', kept: KEPT })).toEqual({ kind: 'changed', kept: KEPT });
    expect(parseAnswer({ kind: 'refused', problems: [PROBLEM] })).toEqual({
      kind: 'refused',
      problems: [PROBLEM],
    });
  });

  it('is refused where it is something else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const parse of [parseKept, parseChange, parseAnswer]) expect(parse(value)).toBeUndefined();
      }),
    );
    expect(parseKept({ ...KEPT, left: '1s' })).toBeUndefined();
    expect(parseChange({ document: {}, lease: '5s' })).toBeUndefined();
    expect(parseChange({ document: [], lease: 5 })).toBeUndefined();
  });
});
