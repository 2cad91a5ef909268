import { describe, expect, it } from 'vitest';
import { isSuccess } from '../../../src/load/policy.ts';

describe('isSuccess', () => {
  it.each([
    [0, false, false],
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
});
