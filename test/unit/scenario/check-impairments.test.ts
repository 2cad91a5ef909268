import { describe, expect, it } from 'vitest';

import { checkImpairments } from '../../../src/scenario/check-impairments.ts';
import type { Finding } from '../../../src/scenario/finding.ts';
import type { Pointer } from '../../../src/scenario/pointer.ts';

/** Twice what cannot be meant, on two edges and in two profiles. */
const WRONG = { rtt: '100ms', delay: '10ms' };
const DOCUMENT = {
  profiles: { slow: WRONG, far: WRONG },
  steps: [{ name: 'clear' }, { impair: { uplink: WRONG, market: { ...WRONG, profile: 'wpt/3gg' } } }],
};

function known(...pointer: Pointer): Finding {
  return { code: 'wrong-type', message: 'known', pointer, where: 'value' };
}

function foundBeside(...findings: readonly Finding[]): string[] {
  return checkImpairments(DOCUMENT, findings).map(({ code, pointer }) => `${code} ${pointer.join('.')}`);
}

const ALL = [
  'rtt-and-delay profiles.slow.rtt',
  'rtt-and-delay profiles.far.rtt',
  'rtt-and-delay steps.1.impair.uplink.rtt',
  'unknown-profile steps.1.impair.market.profile',
  'rtt-and-delay steps.1.impair.market.rtt',
];

function allBut(...left: readonly string[]): string[] {
  return ALL.filter((found) => !left.includes(found));
}

describe('what the schema cannot say of impairments', () => {
  it('is found in every profile and on every edge', () => {
    expect(foundBeside()).toEqual(ALL);
    expect(foundBeside(known('steps', 1, 'for'), known('edges', 'uplink', 'to'))).toEqual(ALL);
  });

  it('is not told of an edge that has a mistake already, and is of the others', () => {
    expect(foundBeside(known('steps', 1, 'impair', 'uplink', 'delay'))).toEqual(allBut(ALL[2]!));
  });

  it('is not told of a profile that has a mistake already, and is of the others', () => {
    expect(foundBeside(known('profiles', 'slow', 'delay'))).toEqual(allBut(ALL[0]!));
  });

  it('names an unknown profile all the same', () => {
    expect(foundBeside(known('steps', 1, 'impair', 'market', 'delay'))).toEqual(allBut(ALL[4]!));
  });

  it('is nothing where there is no document', () => {
    expect(checkImpairments(null, [])).toEqual([]);
  });
});
