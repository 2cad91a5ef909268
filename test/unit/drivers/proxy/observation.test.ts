import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EdgeSample } from '../../../../src/drivers/driver.ts';
import type { MeteredSample } from '../../../../src/drivers/proxy/metering/meter.ts';
import { SampleColumns, unpackObservation } from '../../../../src/drivers/proxy/metering/observation.ts';
import { Traffic } from '../../../../src/drivers/proxy/metering/traffic.ts';

const sample: fc.Arbitrary<EdgeSample> = fc.record(
  {
    at: fc.double({ noNaN: true, min: 0, max: 1e9 }),
    firstByte: fc.double({ noNaN: true, min: 0, max: 1e6 }),
    latency: fc.double({ noNaN: true, min: 0, max: 1e6 }),
    method: fc.constantFrom('GET', 'POST', ''),
    service: fc.constantFrom('web', 'voting'),
    path: fc.string({ maxLength: 8 }),
    status: fc.constantFrom(0, 200, 404, 503),
    grpcStatus: fc.integer({ min: 0, max: 16 }),
    reset: fc.constantFrom('client', 'server', 'impairment'),
  },
  { requiredKeys: ['service', 'at', 'firstByte', 'latency', 'method', 'path', 'status'] },
);
const REST = { edge: 'edge', connectionsAt: [], traffic: [], openSince: [], unread: {} };

describe('packed samples', () => {
  it('unpack to what was added since the last drain, whatever their number', () => {
    fc.assert(
      fc.property(
        fc.array(sample, { maxLength: 200 }),
        fc.array(sample, { maxLength: 200 }),
        (first, second) => {
          const columns = new SampleColumns(1000, 100_000);
          for (const samples of [first, second]) {
            for (const one of samples) columns.add(one, one.service);
            const packed = structuredClone({ ...columns.drain(), ...REST });
            expect(unpackObservation(packed).samples).toEqual(samples);
          }
        },
      ),
    );
  });

  const one: MeteredSample = { at: 1, firstByte: 2, latency: 3, method: 'GET', path: '/', status: 200 };

  it('are dropped beyond the bound', () => {
    const columns = new SampleColumns(2, 100_000);
    expect([1, 2, 3].map(() => columns.add(one, 'web'))).toEqual([true, true, false]);
    columns.drain();
    expect(columns.add(one, 'web')).toBe(true);
  });

  it('are dropped beyond the bound of their words, which are counted once', () => {
    const columns = new SampleColumns(100, 12);
    const added = ['/', '/', '/12345', '/'].map((path) => columns.add({ ...one, path }, 'web'));
    expect(added).toEqual([true, true, true, false]);
    columns.drain();
    expect(columns.add(one, 'web')).toBe(true);
  });
});

describe('traffic', () => {
  it('is binned by ticks that begin at multiples of 100 ms, empty ones left out', () => {
    const traffic = new Traffic();
    traffic.add('up', 10, 1234.5);
    traffic.add('down', 7, 1299.9);
    traffic.add('up', 1, 1300);
    traffic.add('up', 5, 1999);
    expect(traffic.drain()).toEqual([
      { at: 1200, up: 10, down: 7 },
      { at: 1300, up: 1, down: 0 },
      { at: 1900, up: 5, down: 0 },
    ]);
    expect(traffic.drain()).toEqual([]);
  });
});
