import { describe, expect, it } from 'vitest';

import type { Assumption } from '../../../src/slo/assumption.ts';
import { decide, type Decision } from '../../../src/slo/decide.ts';
import type { Judgement } from '../../../src/slo/judge.ts';

/** The decision where the judgement is `measured`, but for the assumptions that say otherwise. */
function decided(measured: Judgement, others: Partial<Record<Assumption, Judgement>> = {}): Decision {
  return decide((assumption) => (assumption === 'measured' ? measured : (others[assumption] ?? measured)));
}

describe('decide', () => {
  it('passes, or fails, where no assumption changes that', () => {
    expect(decided('pass')).toEqual({ verdict: 'pass' });
    expect(decided('fail')).toEqual({ verdict: 'fail' });
  });

  it('is inconclusive where the evidence allows both, whatever an assumption adds', () => {
    const open = { verdict: 'inconclusive', doubt: 'open' };
    expect(decided('open')).toEqual(open);
    expect(decided('open', { granted: 'fail', 'without-straddling': 'pass', charged: 'pass' })).toEqual(open);
  });

  it.each(['pass', 'open'] as const)('does not fail where it would %s with what is missing', (granted) => {
    expect(decided('fail', { granted })).toEqual({ verdict: 'inconclusive', doubt: 'missing' });
  });

  it.each(['fail', 'open'] as const)('does not pass where it would %s without what straddles', (without) => {
    expect(decided('pass', { 'without-straddling': without })).toEqual({
      verdict: 'inconclusive',
      doubt: 'straddling',
    });
  });

  it.each(['fail', 'open'] as const)('does not pass where it would %s with what was dropped', (charged) => {
    expect(decided('pass', { charged })).toEqual({ verdict: 'inconclusive', doubt: 'dropped' });
  });

  it('weakens a fail by nothing else', () => {
    expect(decided('fail', { 'without-straddling': 'pass', charged: 'pass' })).toEqual({ verdict: 'fail' });
  });
});
