import { describe, expect, it } from 'vitest';
import type { Culprit } from '../../../../src/traffic/culprit/culprit.ts';
import { findCulprit } from '../../../../src/traffic/culprit/find-culprit.ts';
import { involved, play, type TrueEdge, type TrueService } from '../../../helpers/simulated-system.ts';

const FRONT = { name: 'front', from: 'bot', to: 'web' };
const EDGES: readonly TrueEdge[] = [
  FRONT,
  { name: 'emoji', from: 'web', to: 'emoji' },
  { name: 'voting', from: 'web', to: 'voting', calls: 0.5 },
  { name: 'store', from: 'voting', to: 'store' },
];
type Services = Readonly<Record<string, TrueService>>;

interface Case {
  readonly now?: Services;
  readonly before?: Services;
  readonly edges?: readonly TrueEdge[];
  readonly requests?: number;
  readonly seed?: number;
  /** No step to compare with. */
  readonly alone?: boolean;
}

function found(
  about: 'failures' | 'latency',
  { now = {}, before = {}, edges = EDGES, requests = 400, seed = 1, alone = false }: Case,
): Culprit {
  const system = { services: now, edges };
  const clear = edges.map(({ impaired: _impaired, rtt: _rtt, breaks: _breaks, ...edge }) => edge);
  return findCulprit({
    about,
    edge: 'front',
    edges: involved(system),
    window: play(system, 'front', requests, seed),
    ...(!alone && {
      before: { step: 'baseline', ...play({ services: before, edges: clear }, 'front', requests, seed + 1) },
    }),
  });
}

function changed(name: string, changes: Partial<TrueEdge>): readonly TrueEdge[] {
  return EDGES.map((edge) => (edge.name === name ? { ...edge, ...changes } : edge));
}

describe('the culprit of failures', () => {
  it('is the dependency whose failures are those of its asker', () => {
    const culprit = found('failures', { now: { voting: { fails: 0.2 } } });
    expect(culprit).toMatchObject({
      kind: 'named',
      edge: 'voting',
      from: 'web',
      to: 'voting',
      fault: 'service',
      impaired: false,
      path: ['front', 'voting'],
    });
    expect(culprit.kind === 'named' && culprit.share.low).toBeGreaterThan(0.8);
    expect(culprit.kind === 'named' && culprit.because.join('. ')).toContain('only `web` calls `voting`');
  });

  it('needs no step to compare with', () => {
    expect(found('failures', { now: { voting: { fails: 0.2 } }, alone: true })).toMatchObject({
      kind: 'named',
      edge: 'voting',
    });
  });

  it('is followed down to where it begins', () => {
    const culprit = found('failures', { now: { store: { fails: 0.3 } } });
    expect(culprit).toMatchObject({ kind: 'named', edge: 'store', path: ['front', 'voting', 'store'] });
  });

  it('is the service itself where everything that it asks is well', () => {
    const culprit = found('failures', { now: { web: { fails: 0.1 } } });
    expect(culprit).toMatchObject({ kind: 'named', edge: 'front', to: 'web', fault: 'service' });
  });

  it('is the network that the scenario impaired', () => {
    const edges = changed('voting', { impaired: 'reset', breaks: 0.4 });
    expect(found('failures', { edges })).toMatchObject({
      kind: 'named',
      edge: 'voting',
      fault: 'link',
      impaired: true,
    });
  });

  it('is nobody where two fail together', () => {
    const culprit = found('failures', { now: { voting: { fails: 0.8 }, emoji: { fails: 0.4 } } });
    expect(culprit.kind).toBe('none');
  });

  it('is nobody with too few failures', () => {
    expect(found('failures', { now: { voting: { fails: 0.02 } }, requests: 100 })).toMatchObject({
      kind: 'none',
    });
  });

  it('stops at what is not read', () => {
    const store = changed('store', { readable: false });
    expect(found('failures', { now: { store: { fails: 0.3 } }, edges: store })).toMatchObject({
      kind: 'named',
      edge: 'voting',
      fault: 'service-or-beyond',
    });
    const voting = changed('voting', { readable: false });
    expect(found('failures', { now: { voting: { fails: 0.3 } }, edges: voting })).toMatchObject({
      kind: 'none',
      why: expect.stringContaining('`voting`') as unknown,
    });
    const front = changed('front', { readable: false });
    expect(found('failures', { now: { web: { fails: 0.3 } }, edges: front })).toMatchObject({ kind: 'none' });
  });

  it('is not a dependency whose failures were put up with before', () => {
    const before = { web: { absorbs: true }, emoji: { fails: 0.2 } };
    const now = { web: { absorbs: true, fails: 0.2 }, emoji: { fails: 0.2 } };
    expect(found('failures', { now, before })).toMatchObject({
      kind: 'named',
      edge: 'front',
      fault: 'service',
    });
  });

  it('is the one that another of them asks', () => {
    const edges = [...EDGES, { name: 'shared', from: 'web', to: 'store' }];
    expect(found('failures', { now: { store: { fails: 0.3 } }, edges, requests: 2000 })).toMatchObject({
      kind: 'named',
      to: 'store',
    });
  });
});

describe('the culprit of latency', () => {
  it('is the dependency that added the time', () => {
    const culprit = found('latency', { now: { voting: { time: 400 } } });
    expect(culprit).toMatchObject({
      kind: 'named',
      edge: 'voting',
      fault: 'service',
      path: ['front', 'voting'],
    });
  });

  it('is the network that was asked for that much', () => {
    expect(
      found('latency', { edges: changed('front', { impaired: 'scope/slow', rtt: 2000 }) }),
    ).toMatchObject({
      kind: 'named',
      edge: 'front',
      fault: 'link',
      impaired: true,
    });
    expect(found('latency', { edges: changed('store', { impaired: 'slow', rtt: 200 }) })).toMatchObject({
      kind: 'named',
      edge: 'store',
      fault: 'link',
      path: ['front', 'voting', 'store'],
    });
  });

  it('is the service itself where nothing that it asks got slower', () => {
    expect(found('latency', { now: { web: { time: 50 } } })).toMatchObject({
      kind: 'named',
      edge: 'front',
      fault: 'service',
    });
  });

  it('is nobody where two got slower alike, where nothing did, or where there is nothing to compare with', () => {
    const both = { voting: { time: 200 }, emoji: { time: 100 } };
    expect(found('latency', { now: both })).toMatchObject({ kind: 'none' });
    expect(found('latency', {})).toMatchObject({ kind: 'none' });
    expect(found('latency', { now: { voting: { time: 400 } }, alone: true })).toMatchObject({ kind: 'none' });
  });

  it('is the impaired network also where there is nothing to compare with', () => {
    const edges = changed('front', { impaired: 'scope/slow', rtt: 2000 });
    expect(found('latency', { edges, alone: true })).toMatchObject({
      kind: 'named',
      edge: 'front',
      fault: 'link',
    });
  });
});
