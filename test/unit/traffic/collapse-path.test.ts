import { describe, expect, it } from 'vitest';
import { collapsePath } from '../../../src/traffic/collapse-path.ts';

describe('a path with names of single things', () => {
  it.each([
    ['/cart/17/items', '/cart/:id/items'],
    ['/users/3f2504e0-4f89-41d3-9a0c-0305e82c3301', '/users/:id'],
    ['/USERS/3F2504E0-4F89-41D3-9A0C-0305E82C3301/', '/USERS/:id/'],
    ['/commits/9cd7554a1b2c3d4e/9cd7554a1b2c3d4e5f60718293a4b5c6d7e8f901', '/commits/:id/:id'],
    ['/2026/11/22', '/:id/:id/:id'],
  ])('is %s, collapsed %s', (path, collapsed) => {
    expect(collapsePath(path)).toBe(collapsed);
  });

  it.each(['/', '', '*', '/cart', '/v1/cart', '/facade', '/deadbeef', '/emojivoto.v1.VotingService/VoteDog'])(
    'is left as it is where there are none: %j',
    (path) => {
      expect(collapsePath(path)).toBe(path);
    },
  );
});
