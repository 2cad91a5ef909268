import { describe, expect, it } from 'vitest';
import type { EdgeSample } from '../../../src/drivers/driver.ts';
import { everySample } from '../../../src/metrics/window-data.ts';
import { EPOCH, measuredRun, observed, sampleAt } from '../../helpers/measured-run.ts';
import { SOUND, soundBut } from '../../helpers/planning.ts';

const WINDOW = { from: 2000, to: 10_000 };

function exchange(at: number, changes: Partial<EdgeSample> = {}): EdgeSample {
  return {
    service: 'shop',
    at: EPOCH + at,
    firstByte: 5,
    latency: 10,
    method: 'GET',
    path: '/cart',
    status: 200,
    ...changes,
  };
}

describe('the collector', () => {
  it('puts the samples of a load on the time of the run', () => {
    const { collector } = measuredRun(SOUND);
    collector.samples('shoppers', [sampleAt(1999.5), sampleAt(2000, { latency: 300 }), sampleAt(9999.5)]);
    const { inside, straddling, lag } = collector.series('shoppers').window(WINDOW);
    expect(inside.n).toBe(1);
    expect(inside.answered.max).toBe(300);
    expect(straddling.n).toBe(1);
    expect(lag.count).toBe(2);
  });

  it('keeps a series of its own for each request that an expectation names', () => {
    const tagged = soundBut(['success(shoppers) >= 98%', 'success(shoppers{name=cart}) >= 95%']);
    const { collector } = measuredRun(tagged);
    collector.samples('shoppers', [sampleAt(3000), sampleAt(3000, { name: 'cart' })]);
    expect(collector.series('shoppers', { name: 'cart' }).window(WINDOW).inside.n).toBe(1);
    expect(collector.series('shoppers').window(WINDOW).inside.n).toBe(2);
    expect(() => collector.series('shoppers', { name: 'home' })).toThrow('no series for shoppers');
  });

  it('counts a dropped arrival in every series of its load', () => {
    const tagged = soundBut(['success(shoppers) >= 98%', 'success(shoppers{name=cart}) >= 95%']);
    const { collector } = measuredRun(tagged);
    collector.dropped('shoppers', [EPOCH + 3000, EPOCH + 3001]);
    expect(collector.series('shoppers').window(WINDOW).dropped).toBe(2);
    expect(collector.series('shoppers', { name: 'cart' }).window(WINDOW).dropped).toBe(2);
  });

  it.each([
    [200, true, true, []],
    [404, true, true, []],
    [500, false, true, [['status 500', 1]]],
    [0, false, false, [['closed', 1]]],
  ] as const)('reads status %i of an edge: ok %s, answered %s', (status, ok, answered, failures) => {
    const { collector } = measuredRun(SOUND);
    collector.link(observed('cart-link', { samples: [exchange(3000, { status })] }));
    const { inside } = collector.series('cart-link').window(WINDOW);
    expect([inside.ok === 1, inside.answered.count === 1]).toEqual([ok, answered]);
    expect([...inside.failures]).toEqual(failures);
  });

  it('names an exchange of an edge by its method and path', () => {
    const tagged = soundBut(['success(cart-link) >= 98%', 'success(cart-link{name="GET /cart"}) >= 98%']);
    const { collector } = measuredRun(tagged);
    collector.link(observed('cart-link', { samples: [exchange(3000), exchange(3000, { method: 'POST' })] }));
    expect(everySample(collector.series('cart-link', { name: 'GET /cart' }).window(WINDOW)).n).toBe(1);
  });

  it('knows of the last report only what is open, by when it was due', () => {
    const { collector } = measuredRun(SOUND);
    collector.open('shoppers', [EPOCH + 1000, EPOCH + 2000, EPOCH + 2001, EPOCH + 10_000]);
    expect(collector.openDueIn('shoppers', WINDOW)).toEqual([2000, 2001]);
    expect(collector.openDueIn('cart-link', WINDOW)).toEqual([]);
    collector.open('shoppers', [EPOCH + 10_000]);
    expect(collector.openDueIn('shoppers', WINDOW)).toEqual([]);
    collector.link(observed('cart-link', { openSince: [EPOCH + 2500] }));
    expect(collector.openDueIn('cart-link', WINDOW)).toEqual([2500]);
  });

  it('shows what is going on, in the order asked for', () => {
    const { collector } = measuredRun(SOUND);
    collector.samples('shoppers', [sampleAt(3000)]);
    collector.open('shoppers', [EPOCH + 3500, EPOCH + 3600]);
    collector.link(observed('cart-link', { samples: [exchange(3000, { status: 503 })] }));
    expect(collector.figures(EPOCH + 4000, ['cart-link', 'shoppers'])).toMatchObject([
      { subject: 'cart-link', success: 0, open: 0 },
      { subject: 'shoppers', success: 1, open: 2 },
    ]);
  });

  it('keeps what took an edge, and adds up by reason what could not be read', () => {
    const { collector } = measuredRun(SOUND);
    const seen = { connectionsAt: [EPOCH + 2500], unread: { TLS: 1 } };
    collector.link(observed('cart-link', seen));
    collector.link(observed('cart-link', { ...seen, unread: { TLS: 2, 'HTTP/2': 1 } }));
    expect(collector.usage('cart-link').between(2000, 10_000).connections).toBe(2);
    expect(collector.usage('last-mile').between(2000, 10_000).connections).toBe(0);
    expect([...(collector.unread.get('cart-link') ?? [])]).toEqual([
      ['TLS', 3],
      ['HTTP/2', 1],
    ]);
  });

  it('remembers the loads that cannot go on', () => {
    const { collector } = measuredRun(SOUND);
    collector.failed('shoppers', 'out of ports');
    expect(collector.failures).toEqual([{ load: 'shoppers', reason: 'out of ports' }]);
  });

  it('takes nothing of a subject that the plan does not know', () => {
    const { collector } = measuredRun(SOUND);
    expect(() => collector.samples('strangers', [sampleAt(0)])).toThrow('unknown subject strangers');
    expect(() => collector.usage('shoppers')).toThrow('no usage for shoppers');
  });

  it('can judge from any instant at which a recovery lets the others begin', () => {
    const recovering = soundBut([
      '- success(shoppers) >= 98%',
      '- recovery(shoppers) <= 3500ms\n      - success(shoppers) >= 95%',
    ]);
    const { collector, plan } = measuredRun(recovering);
    expect(plan.steps[0]!.expectations[1]).toMatchObject({ from: 3500 });
    collector.samples('shoppers', [sampleAt(3499), sampleAt(3500)]);
    expect(collector.series('shoppers').window({ from: 3500, to: 10_000 }).inside.n).toBe(1);
  });
});
