import { describe, expect, it } from 'vitest';
import type { EdgeSample } from '../../../src/drivers/driver.ts';
import { observeExchange } from '../../../src/engine/observe-exchange.ts';

const EXCHANGE: EdgeSample = {
  at: 1500,
  firstByte: 5,
  latency: 10,
  service: 'shop',
  method: 'POST',
  path: '/a.B/C',
  status: 200,
};

describe('an exchange on an edge', () => {
  it('has the time of the run, and the name that tags use', () => {
    expect(observeExchange(EXCHANGE, 1000)).toEqual({
      due: 500,
      end: 510,
      name: 'POST /a.B/C',
      tags: { service: 'shop' },
      ok: true,
      answered: true,
    });
  });

  it.each([
    [{ grpcStatus: 0 }, undefined],
    [{ grpcStatus: 5 }, undefined],
    [{ grpcStatus: 14 }, 'grpc UNAVAILABLE'],
    [{ grpcStatus: 2 }, 'grpc UNKNOWN'],
    [{ status: 503, grpcStatus: 14 }, 'status 503'],
    [{ status: 404 }, undefined],
    [{ status: 101 }, undefined],
  ] as const)('that was answered with %o fails with %s', (answer, failure) => {
    const observation = observeExchange({ ...EXCHANGE, ...answer }, 0);
    expect([observation.answered, observation.ok, observation.failure]).toEqual([
      true,
      failure === undefined,
      failure,
    ]);
  });

  it.each([
    [{}, 'closed'],
    [{ reset: 'client' }, 'reset by client'],
    [{ reset: 'server' }, 'reset by server'],
    [{ reset: 'impairment' }, 'reset by impairment'],
  ] as const)('that was not answered, with %o, fails with %s', (how, failure) => {
    const observation = observeExchange({ ...EXCHANGE, status: 0, ...how }, 0);
    expect([observation.answered, observation.ok, observation.failure]).toEqual([false, false, failure]);
  });
});
