import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { formatInterface, parseInterface } from '../../../../src/engine/by-hand/target.ts';

describe('the name of a target', () => {
  it.each([
    ['eth1', { netns: 'host', device: 'eth1' }],
    ['eth1@cart', { netns: { name: 'cart' }, device: 'eth1' }],
    ['eth1@pid:4711', { netns: { pid: 4711 }, device: 'eth1' }],
    ['eth0.5@cart', { netns: { name: 'cart' }, device: 'eth0.5' }],
    ['eth1@pid:x', { netns: { name: 'pid:x' }, device: 'eth1' }],
  ])('%s is an interface', (text, at) => {
    expect(parseInterface(text)).toEqual(at);
    expect(formatInterface(parseInterface(text))).toBe(text);
  });

  it('is read as it was written, whatever it was', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(formatInterface(parseInterface(text))).toBe(text);
      }),
    );
  });
});
