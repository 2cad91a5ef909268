import { describe, expect, it } from 'vitest';
import { isSuccess } from '../../../src/load/policy.ts';

describe('isSuccess', () => {
  it.each([
    [0, false, false],
    [101, true, true],
    [200, true, true],
    [204, true, true],
    [304, true, true],
    [400, true, false],
    [404, true, false],
    [429, true, false],
    [499, true, false],
    [500, false, false],
    [503, false, false],
    [599, false, false],
  ])('of status %i is %s for server-errors and %s for strict', (status, serverErrors, strict) => {
    expect(isSuccess('server-errors', status)).toBe(serverErrors);
    expect(isSuccess('strict', status)).toBe(strict);
  });

  it('fails a call for the five kinds of gRPC status that are the fault of the server', () => {
    const codes = Array.from({ length: 17 }, (_, grpcStatus) => grpcStatus);
    const failing = (policy: 'server-errors' | 'strict'): number[] =>
      codes.filter((grpcStatus) => !isSuccess(policy, 200, grpcStatus));
    expect(failing('server-errors')).toEqual([2, 4, 13, 14, 15]);
    expect(failing('strict')).toEqual(codes.slice(1));
  });

  it('takes a code that does not exist for UNKNOWN, and an HTTP error for what it is', () => {
    expect(isSuccess('server-errors', 200, 99)).toBe(false);
    expect(isSuccess('server-errors', 503, 0)).toBe(false);
  });
});
