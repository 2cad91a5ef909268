import { describe, expect, it } from 'vitest';
import { Cell } from '../../../../src/metrics/cell.ts';
import type { FailureCause } from '../../../../src/metrics/sample.ts';
import type { Complaint, InvolvedEdge, Stretch } from '../../../../src/traffic/culprit/complaint.ts';
import { findCulprit } from '../../../../src/traffic/culprit/find-culprit.ts';
import { summaryOf } from '../../../../src/traffic/culprit/words.ts';

interface Exchanges {
  readonly n: number;
  readonly time?: number;
  /** The last of them failed. */
  readonly failed?: number;
  readonly cause?: FailureCause;
}

function cellOf({ n, time = 10, failed = 0, cause = 'status 500' }: Exchanges): Cell {
  const cell = new Cell();
  for (let at = 0; at < n; at += 1) {
    const ok = at < n - failed;
    const common = { due: 0, end: time * (0.9 + (0.2 * at) / n), name: '' };
    cell.add(
      ok
        ? { ...common, ok, answered: true }
        : { ...common, ok, answered: cause.startsWith('status'), failure: cause },
    );
  }
  return cell;
}

function edge(name: string, from: string, to: string, more: Partial<InvolvedEdge> = {}): InvolvedEdge {
  return { name, from, to: [to], readable: true, rtt: 0, ...more };
}

/** What went over each edge, and of the load as it saw it. */
function stretch(edges: readonly InvolvedEdge[], seen: Readonly<Record<string, Exchanges>>): Stretch {
  const { load, ...byEdge } = seen;
  return {
    traffic: edges.map(({ name, from, to: [to = ''] }) => ({
      edge: name,
      from,
      to,
      seconds: 60,
      cell: cellOf(byEdge[name] ?? { n: 0 }),
    })),
    ...(load !== undefined && { load: cellOf(load) }),
  };
}

const FRONT = edge('front', 'shoppers', 'shop');
const CARTS = edge('cart-link', 'shop', 'carts');

describe('the culprit where the evidence is thin', () => {
  it('is nobody where the load failed and the exchanges on its edge did not', () => {
    const refused = edge('front', 'shoppers', 'shop', { impaired: 'connection: refuse' });
    for (const [edges, cause, carried] of [
      [[refused], 'refused', 0],
      [[FRONT, CARTS], 'status 404', 400],
    ] as const) {
      const culprit = findCulprit({
        about: 'failures',
        edge: 'front',
        edges,
        window: stretch(edges, {
          load: { n: 400, failed: 400, cause },
          front: { n: carried },
          'cart-link': { n: carried },
        }),
      });
      expect(culprit).toMatchObject({ kind: 'none', why: expect.stringContaining('400') as unknown });
    }
  });

  it('is the impaired edge that lets no call through any more, and not who is kept from asking', () => {
    const edges = [FRONT, edge('cart-link', 'shop', 'carts', { impaired: 'connection: refuse' })];
    const window = stretch(edges, { front: { n: 400, failed: 200 }, 'cart-link': { n: 0 } });
    const complaint = { about: 'failures', edge: 'front', edges, window } as const;
    const before = { step: 'baseline', ...stretch(edges, { front: { n: 400 }, 'cart-link': { n: 200 } }) };
    expect(findCulprit({ ...complaint, before })).toMatchObject({ kind: 'named', edge: 'cart-link' });
    expect(findCulprit(complaint)).toMatchObject({ kind: 'none' });
    const kept = stretch(edges, { front: { n: 400, failed: 100 }, 'cart-link': { n: 100 } });
    expect(findCulprit({ ...complaint, window: kept, before })).toMatchObject({ kind: 'none' });
  });

  it('is not the service where a dependency explains most of its few failures', () => {
    const edges = [FRONT, CARTS];
    const window = stretch(edges, { front: { n: 400, failed: 6 }, 'cart-link': { n: 400, failed: 4 } });
    expect(findCulprit({ about: 'failures', edge: 'front', edges, window })).toMatchObject({ kind: 'none' });
  });

  it('is followed by time as far as it goes where requests ran out of time', () => {
    const edges = [FRONT, edge('cart-link', 'shop', 'carts', { impaired: 'RTT 2s', rtt: 2000 })];
    const culprit = findCulprit({
      about: 'failures',
      edge: 'front',
      edges,
      window: stretch(edges, {
        load: { n: 200, failed: 200, cause: 'timeout', time: 2010 },
        front: { n: 200, failed: 200, cause: 'reset by client', time: 2010 },
        // The shop goes on waiting, and each of its own calls succeeds.
        'cart-link': { n: 200, time: 2005 },
      }),
      before: {
        step: 'baseline',
        ...stretch(edges, { load: { n: 200 }, front: { n: 200 }, 'cart-link': { n: 200, time: 5 } }),
      },
    });
    expect(culprit).toMatchObject({ kind: 'named', edge: 'cart-link', fault: 'link', impaired: true });
    expect(summaryOf(culprit)).toContain('of the added time');
  });

  it('may be the network of an impaired edge of which it is not known what it costs', () => {
    const edges = [FRONT, edge('cart-link', 'shop', 'carts', { impaired: 'loss 5%' })];
    const before = { front: { n: 200 }, 'cart-link': { n: 200, time: 5 } };
    const window = stretch(edges, { front: { n: 200, time: 110 }, 'cart-link': { n: 200, time: 105 } });
    const culprit = findCulprit({
      about: 'latency',
      edge: 'front',
      edges,
      window,
      before: { step: 'baseline', ...stretch(edges, before) },
    });
    expect(culprit).toMatchObject({ kind: 'named', edge: 'cart-link', fault: 'service-or-beyond' });
    expect(summaryOf(culprit)).toMatch(/in its own network, in `carts` or behind it$/);
  });

  it('is not lost because something else was asked a single time', () => {
    const edges = [FRONT, CARTS, edge('flags', 'shop', 'flags')];
    const culprit = findCulprit({
      about: 'latency',
      edge: 'front',
      edges,
      window: stretch(edges, {
        front: { n: 200, time: 110 },
        'cart-link': { n: 200, time: 105 },
        flags: { n: 1, time: 3 },
      }),
      before: {
        step: 'baseline',
        ...stretch(edges, { front: { n: 200 }, 'cart-link': { n: 200, time: 5 } }),
      },
    });
    expect(culprit).toMatchObject({ kind: 'named', edge: 'cart-link' });
  });
});

/** Two clients of one shop: what is behind it fails or slows down for one of them only. */
describe('the culprit where several ask the same service', () => {
  const edges = [FRONT, edge('admin', 'staff', 'shop'), CARTS];
  const failing = (seen: Readonly<Record<string, Exchanges>>): Complaint => ({
    about: 'failures',
    edge: 'front',
    edges,
    window: stretch(edges, seen),
  });

  it('is no dependency whose failures may all be those of another client', () => {
    const seen = {
      front: { n: 1000, failed: 20 },
      admin: { n: 500, failed: 500 },
      'cart-link': { n: 500, failed: 500 },
    };
    expect(findCulprit(failing(seen))).toMatchObject({ kind: 'none' });
  });

  it('is not the service where the few failures of a dependency may all be those of this client', () => {
    const seen = {
      front: { n: 1000, failed: 20 },
      admin: { n: 500, failed: 500 },
      'cart-link': { n: 1000, failed: 20 },
    };
    expect(findCulprit(failing(seen))).toMatchObject({ kind: 'none' });
  });

  it('is the dependency that fails as often as all its clients together', () => {
    const seen = {
      front: { n: 1000, failed: 200 },
      admin: { n: 500, failed: 100 },
      'cart-link': { n: 1500, failed: 300 },
    };
    expect(findCulprit(failing(seen))).toMatchObject({ kind: 'named', edge: 'cart-link' });
  });

  it.each([
    {
      what: 'nobody where a slow dependency may be asked for the other client only',
      seen: {
        front: { n: 500, time: 110 },
        admin: { n: 500, time: 210 },
        'cart-link': { n: 500, time: 205 },
      },
      found: { kind: 'none' },
    },
    {
      what: 'the dependency that is slow for both',
      seen: {
        front: { n: 500, time: 110 },
        admin: { n: 500, time: 110 },
        'cart-link': { n: 1000, time: 105 },
      },
      found: { kind: 'named', edge: 'cart-link' },
    },
  ])('of time is $what', ({ seen, found }) => {
    const earlier = { front: { n: 500 }, admin: { n: 500 }, 'cart-link': { ...seen['cart-link'], time: 5 } };
    const before = { step: 'baseline', ...stretch(edges, earlier) };
    const window = stretch(edges, seen);
    expect(findCulprit({ about: 'latency', edge: 'front', edges, window, before })).toMatchObject(found);
  });
});
