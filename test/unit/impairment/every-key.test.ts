import { expect, it } from 'vitest';

import { everyKey } from '../../../src/impairment/every-key.ts';

it('asks a link for all that any of its impairments needs', () => {
  expect(
    everyKey([
      { up: { delay: 5 }, down: { delay: 7, rate: 1e6 }, connection: { refuse: true } },
      { up: { partition: true }, down: { delay: 9 }, connection: { halfOpen: true } },
    ]),
  ).toEqual({
    up: { delay: 5, partition: true },
    down: { delay: 9, rate: 1e6 },
    connection: { refuse: true, halfOpen: true },
  });
});
