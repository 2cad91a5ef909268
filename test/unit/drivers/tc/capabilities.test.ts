import { describe, expect, it } from 'vitest';

import { capabilitiesOfTc } from '../../../../src/drivers/tc/capabilities.ts';
import {
  CLEAR,
  DIRECTION_KEYS,
  type DirectionImpairment,
  type Impairment,
} from '../../../../src/impairment/model.ts';

function up(way: DirectionImpairment): Impairment {
  return { ...CLEAR, up: way };
}

const FULL: Required<DirectionImpairment> = {
  delay: 100,
  jitter: 10,
  distribution: 'normal',
  loss: { average: 0.02, burst: 4 },
  duplicate: 0.01,
  corrupt: 0.01,
  reorder: 0.01,
  rate: 1e6,
  buffer: 300,
  partition: true,
};

describe('capabilitiesOfTc', () => {
  it('has a line for each key of each direction, exact and of one sentence', () => {
    const lines = capabilitiesOfTc({ ...CLEAR, up: FULL, down: FULL });
    expect(lines.map(({ direction, key }) => `${direction} ${key}`)).toEqual([
      ...DIRECTION_KEYS.map((key) => `up ${key}`),
      ...DIRECTION_KEYS.map((key) => `down ${key}`),
    ]);
    expect(new Set(lines.map(({ fidelity }) => fidelity))).toEqual(new Set(['exact']));
    for (const { how } of lines) expect(how).toMatch(/^\S.*[^.]$/);
  });

  it('cannot touch whole connections, and says who can', () => {
    const connection = { refuse: true, reset: 0, halfOpen: true, slowClose: 10 } as const;
    const lines = capabilitiesOfTc({ ...CLEAR, connection });
    expect(lines.map(({ key }) => key)).toEqual(['refuse', 'reset', 'half-open', 'slow-close']);
    for (const line of lines) {
      expect(line.fidelity).toBe('impossible');
      expect(line.how).toContain('`proxy`');
    }
  });

  it.each<[string, DirectionImpairment, keyof DirectionImpairment]>([
    ['a delay of 275 s', { delay: 275_000 }, 'delay'],
    ['a jitter of 275 s', { delay: 1, jitter: 275_000 }, 'jitter'],
    ['a rate below one byte a second', { rate: 7 }, 'rate'],
    ['bursts too short for what they are to lose', { loss: { average: 0.9, burst: 4 } }, 'loss'],
  ])('cannot do %s', (_what, way, key) => {
    const line = capabilitiesOfTc(up(way)).find((each) => each.key === key);
    expect(line).toMatchObject({ fidelity: 'impossible', direction: 'up' });
  });

  it.each<DirectionImpairment>([
    { delay: 274_800 },
    { rate: 8 },
    { loss: { average: 0.79, burst: 4 } },
    { loss: { average: 1, burst: 4 } },
    { loss: { average: 0.9, burst: 1 } },
  ])('can do %o', (way) => {
    expect(capabilitiesOfTc(up(way)).map(({ fidelity }) => fidelity)).toEqual(['exact']);
  });
});
