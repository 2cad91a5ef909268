import { describe, expect, it } from 'vitest';
import { capabilitiesOfProxy } from '../../../../src/drivers/proxy/capabilities.ts';
import { CLEAR, type Impairment } from '../../../../src/impairment/model.ts';

const EVERYTHING: Impairment = {
  up: {
    delay: 10,
    jitter: 1,
    distribution: 'normal',
    loss: { average: 0.01, burst: 1 },
    duplicate: 0.01,
    corrupt: 0.01,
    reorder: 0.01,
    rate: 1_000_000,
    buffer: 100,
    partition: true,
  },
  down: { delay: 10 },
  connection: { refuse: true, reset: 0, halfOpen: true, slowClose: 100 },
};

function fidelities(protocol: 'tcp' | 'udp'): Record<string, string> {
  const lines = capabilitiesOfProxy(EVERYTHING, protocol);
  return Object.fromEntries(
    lines.map(({ key, direction, fidelity }) => [`${key} ${direction ?? ''}`.trim(), fidelity]),
  );
}

describe('what the proxy can do', () => {
  it('models loss on TCP, and cannot change a stream', () => {
    expect(fidelities('tcp')).toEqual({
      'delay up': 'exact',
      'jitter up': 'exact',
      'distribution up': 'exact',
      'loss up': 'modelled',
      'duplicate up': 'impossible',
      'corrupt up': 'impossible',
      'reorder up': 'impossible',
      'rate up': 'exact',
      'buffer up': 'exact',
      'partition up': 'modelled',
      'delay down': 'exact',
      refuse: 'exact',
      reset: 'exact',
      'half-open': 'modelled',
      'slow-close': 'exact',
    });
  });

  it('is exact for each datagram, and UDP has no connections to break', () => {
    const {
      refuse,
      reset,
      'half-open': halfOpen,
      'slow-close': slowClose,
      ...directions
    } = fidelities('udp');
    expect(new Set(Object.values(directions))).toEqual(new Set(['exact']));
    expect([refuse, reset, halfOpen, slowClose]).toEqual(Array.from({ length: 4 }, () => 'impossible'));
  });

  it('says nothing about what is not asked, and one sentence about the rest', () => {
    expect(capabilitiesOfProxy(CLEAR, 'http')).toEqual([]);
    for (const { how } of capabilitiesOfProxy(EVERYTHING, 'http')) expect(how).toMatch(/^[A-Z].*[^.]$/);
  });
});
