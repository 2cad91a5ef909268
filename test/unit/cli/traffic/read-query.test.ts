import { describe, expect, it } from 'vitest';

import { checkNames } from '../../../../src/cli/traffic/check-names.ts';
import { readQuery, type QueryOptions } from '../../../../src/cli/traffic/read-query.ts';
import type { TrafficQuery } from '../../../../src/traffic/traffic-query.ts';
import { EMOJIVOTO } from '../../../helpers/seed-traffic.ts';

describe('the question of `scenario stat`', () => {
  it('is about services, about whom one asks, or about who asks one', () => {
    expect(readQuery(['web'], {})).toEqual({ query: { kind: 'received', names: ['web'] }, mistakes: [] });
    expect(readQuery([], { from: 'web', fromNamespace: 'emojivoto', timeWindow: '1.5m' })).toEqual({
      query: { kind: 'from', names: [], client: 'web', endNamespace: 'emojivoto' },
      window: 90_000,
      mistakes: [],
    });
    expect(readQuery([], { to: 'voting', namespace: 'emojivoto' }).query).toEqual({
      kind: 'to',
      names: [],
      namespace: 'emojivoto',
      service: 'voting',
    });
  });

  it.each<[string, QueryOptions, string]>([
    ['both sides', { from: 'a', to: 'b' }, 'options-conflict'],
    ['a namespace of nobody', { fromNamespace: 'a' }, 'options-conflict'],
    ['a namespace of nobody', { toNamespace: 'a' }, 'options-conflict'],
    ['one namespace and all', { namespace: 'a', allNamespaces: true }, 'options-conflict'],
    ['a window without a unit', { timeWindow: '10' }, 'invalid-quantity'],
    ['no window at all', { timeWindow: '0s' }, 'out-of-range'],
  ])('is refused with %s', (_what, options, code) => {
    const { mistakes } = readQuery([], options);
    expect(mistakes.map((mistake) => [mistake.code, mistake.exitCode])).toEqual([[code, 2]]);
    expect(mistakes[0]!.hint).toBeDefined();
  });

  it('tells all its mistakes at once', () => {
    const options = {
      from: 'a',
      to: 'b',
      toNamespace: 'c',
      namespace: 'd',
      allNamespaces: true,
      timeWindow: 'x',
    };
    expect(readQuery([], options).mistakes).toHaveLength(3);
  });
});

describe('the names in it', () => {
  const topologies = [EMOJIVOTO];

  it.each<TrafficQuery>([
    { kind: 'received', names: ['web', 'mail'] },
    { kind: 'from', client: 'bot', names: ['web'] },
    // It asks nobody, and is no mistake.
    { kind: 'from', client: 'mail', names: [] },
    { kind: 'to', service: 'web', names: ['bot'] },
  ])('are those of services and of who asks them: %j', (query) => {
    expect(() => checkNames(query, topologies)).not.toThrow();
  });

  it.each([
    [{ kind: 'received', names: ['votng'] }, 'did you mean `voting`?'],
    [{ kind: 'received', names: ['bot'] }, 'choose one of `web`, `voting`, `emoji`, `mail`'],
    [{ kind: 'from', client: 'boat', names: [] }, 'did you mean `bot`?'],
    [{ kind: 'to', service: 'bot', names: [] }, 'choose one of `web`, `voting`, `emoji`, `mail`'],
    [{ kind: 'to', service: 'web', names: ['wep'] }, 'did you mean `web`?'],
  ] as const)('are a mistake where no run knows them: %j', (query, hint) => {
    expect(() => checkNames(query, topologies)).toThrow(
      expect.objectContaining({ code: 'unknown-name', exitCode: 2, hint }),
    );
  });
});
