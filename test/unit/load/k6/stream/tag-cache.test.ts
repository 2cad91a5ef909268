import { describe, expect, it } from 'vitest';

import { TagCache } from '../../../../../src/load/k6/stream/tag-cache.ts';

function timesDerived(tags: Readonly<Record<string, string>>): number {
  let times = 0;
  const cache = new TagCache(() => (times += 1));
  const bytes = Buffer.from(JSON.stringify(tags));
  cache.at(bytes, 0, bytes.length);
  cache.at(bytes, 0, bytes.length);
  return times;
}

describe('known sets of tags', () => {
  it('are kept, but for long ones', () => {
    expect(timesDerived({ name: 'cart' })).toBe(1);
    expect(timesDerived({ url: 'x'.repeat(5000) })).toBe(2);
  });
});
