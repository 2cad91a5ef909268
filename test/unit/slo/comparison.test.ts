import { expect, it } from 'vitest';

import { compare } from '../../../src/slo/comparison.ts';

it.each([
  ['<', [true, false, false]],
  ['<=', [true, true, false]],
  ['>', [false, false, true]],
  ['>=', [false, true, true]],
  ['==', [false, true, false]],
] as const)('%s holds below, at and above its bound: %j', (comparison, holds) => {
  expect([1, 2, 3].map((value) => compare(value, comparison, 2))).toEqual(holds);
});
