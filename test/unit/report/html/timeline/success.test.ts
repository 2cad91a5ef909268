import { describe, expect, it } from 'vitest';
import { successFloor } from '../../../../../src/report/html/timeline/success.ts';

describe('successFloor', () => {
  it.each([
    [[1], 0.9],
    [[1, 0.99], 0.98],
    [[0.98], 0.95],
    [[0.984, 1], 0.98],
    [[0.981, 1], 0.95],
    [[0.6], 0.5],
    [[0.52], 0],
    [[0], 0],
  ])('of %j is %d', (shares, floor) => {
    expect(successFloor(shares)).toBe(floor);
  });
});
