import { describe, expect, it } from 'vitest';

import { k6Environment } from '../../../../src/load/k6/environment.ts';
import type { ArrivalSpec } from '../../../../src/load/load.ts';

const ARRIVALS: ArrivalSpec = {
  requests: [],
  mode: 'mix',
  segments: [],
  keepAlive: true,
  policy: 'strict',
  maxOpen: 1,
  seed: 1,
};
const ENV = { PATH: '/bin', K6_DURATION: '1s', K6_NO_THRESHOLDS: 'true', K6_HOSTS: '{}', SQUALL_RUN: 'a' };

describe('the environment of k6', () => {
  it('has for a script the options of k6 but those that the run cannot do with', () => {
    const source = { kind: 'script', path: '/a.js' } as const;
    expect(k6Environment({ env: ENV, source })).toEqual({
      PATH: '/bin',
      K6_DURATION: '1s',
      SQUALL_RUN: 'a',
    });
  });

  it('has none of them for a generated script', () => {
    const source = { kind: 'arrivals', arrivals: ARRIVALS } as const;
    expect(k6Environment({ env: ENV, source })).toEqual({ PATH: '/bin', SQUALL_RUN: 'a' });
  });
});
