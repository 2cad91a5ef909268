import { describe, expect, it } from 'vitest';

import type { InstalledLink, KernelLink, LinkCounters } from '../../../src/drivers/driver.ts';
import { kernelUsage, offeredBytes, readKernel } from '../../../src/engine/kernel-counters.ts';
import { createFakeDriver } from '../../helpers/fake-driver.ts';

const zero = { packets: 0, bytes: 0, drops: 0, overlimits: 0 };
const at = (packets: number): LinkCounters => ({
  up: { packets, bytes: 100 * packets, drops: packets / 10, overlimits: 0 },
  down: zero,
});

const retarget = (): Promise<void> => Promise.resolve();

describe('what the kernel counted', () => {
  it('is what came between two readings', () => {
    const usage = kernelUsage('a', [new Map([['a', at(50)]]), new Map([['a', at(80)]])]);
    expect(usage).toEqual({ up: { packets: 30, bytes: 3000, drops: 3, overlimits: 0 }, down: zero });
  });

  it('is not known for an edge of another driver, and says why it is not for one of its own', () => {
    const gone = new Map([['a', { unread: 'no such device' }]]);
    expect(kernelUsage('b', [new Map(), new Map()])).toBeUndefined();
    expect(kernelUsage('a', [new Map([['a', at(1)]]), gone])).toBe('no such device');
    expect(kernelUsage('a', [gone, new Map([['a', at(1)]])])).toBe('no such device');
  });

  it('counts what was dropped as offered', () => {
    expect(offeredBytes({ packets: 0, bytes: 0, drops: 5, overlimits: 0 })).toBe(200);
  });

  it('is asked of links of the kernel only, and a failure is kept for its edge', async () => {
    const driver = createFakeDriver({ address: { host: '127.0.0.1', port: 1 } });
    const spec = { edge: 'a', protocol: 'http', per: 'edge', listeners: [], seed: 1 } as const;
    const [plain] = await driver.install([spec], new AbortController().signal);
    if (plain === undefined) throw new Error('no link');
    const links = new Map<string, InstalledLink | KernelLink>([
      ['a', plain],
      ['b', { ...plain, edge: 'b', retarget, counters: () => Promise.resolve(at(7)) }],
      ['c', { ...plain, edge: 'c', retarget, counters: () => Promise.reject(new Error('replaced')) }],
    ]);
    expect([...(await readKernel({ links }))]).toEqual([
      ['b', at(7)],
      ['c', { unread: 'replaced' }],
    ]);
  });
});
