import { describe, expect, it } from 'vitest';

import { readProfiles } from '../../../src/impairment/read-profiles.ts';

describe('readProfiles', () => {
  it('lets profiles build on each other, in any order, and on built-in ones', () => {
    const { profiles, problems } = readProfiles({
      tunnel: { profile: 'tram', loss: '5%' },
      tram: { profile: 'wpt/3g', rate: 'none' },
      alias: 'tunnel',
    });
    expect(problems).toEqual([]);
    const way = { delay: 150, loss: { average: 0.05, burst: 1 } };
    expect(profiles.get('tunnel')).toEqual({ up: way, down: way, connection: {} });
    expect(profiles.get('alias')).toEqual(profiles.get('tunnel'));
  });

  it('reports a cycle once, at the link that closes it', () => {
    const { problems } = readProfiles({ a: 'b', b: { profile: 'c' }, c: 'b', d: 'a' });
    expect(problems).toMatchObject([{ code: 'profile-cycle', path: ['c'] }]);
    expect(problems[0]?.message).toContain('`b` -> `c` -> `b`');
  });

  it('reports a profile that is its own base', () => {
    expect(readProfiles({ a: { profile: 'a' } }).problems).toMatchObject([
      { code: 'profile-cycle', path: ['a', 'profile'] },
    ]);
  });

  it('reports a name that a built-in profile has', () => {
    const { problems } = readProfiles({ 'wpt/3g': { rtt: '1s' }, none: { rtt: '1s' } });
    expect(problems).toMatchObject([
      { code: 'profile-shadows', path: ['wpt/3g'], where: 'key' },
      { code: 'profile-shadows', path: ['none'], where: 'key' },
    ]);
  });

  it('reports a broken base once, and not what builds on it', () => {
    const { problems } = readProfiles({ a: { delay: '5' }, b: { profile: 'a', loss: '1%' }, c: 'd' });
    expect(problems).toMatchObject([
      { code: 'invalid-quantity', path: ['a', 'delay'] },
      { code: 'unknown-profile', path: ['c'] },
    ]);
  });

  it('follows a chain of any length', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`p${index}`, `p${index + 1}`]),
    );
    const { profiles, problems } = readProfiles({ ...chain, p20000: 'wpt/3g' });
    expect(problems).toEqual([]);
    expect(profiles.get('p0')?.up.delay).toBe(150);
  });
});
