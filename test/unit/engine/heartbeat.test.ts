import { describe, expect, it } from 'vitest';
import type { InstalledLink } from '../../../src/drivers/driver.ts';
import { LinkReader } from '../../../src/engine/heartbeat.ts';
import { measuredRun, observed } from '../../helpers/measured-run.ts';
import { SOUND } from '../../helpers/planning.ts';

const nothing = (): Promise<never> => Promise.reject(new Error('not asked for'));

/** A link that sees a byte at each look. */
function busyLink(): InstalledLink & { looks: number } {
  const link = {
    edge: 'last-mile',
    addresses: {},
    looks: 0,
    connectTo: nothing,
    change: nothing,
    readBack: nothing,
    probe: nothing,
    observe: () => {
      link.looks += 1;
      return Promise.resolve(observed('last-mile', { traffic: [{ at: 0, up: 1, down: 2 }] }));
    },
  };
  return link;
}

describe('the reader of links', () => {
  it('reads into the collector, and totals what it has read', async () => {
    const { collector } = measuredRun(SOUND);
    const reader = new LinkReader([busyLink()], collector, new AbortController().signal);
    await Promise.all([reader.read(), reader.read(), reader.read()]);
    expect(collector.usage('last-mile').totals.bytes).toEqual({ up: 3, down: 6 });
  });

  it('looks at no link any more once it was stopped, whoever asks', async () => {
    const { collector } = measuredRun(SOUND);
    const link = busyLink();
    const reader = new LinkReader([link], collector, new AbortController().signal);
    await reader.read();
    reader.stop();
    await reader.read();
    expect(link.looks).toBe(1);
  });
});
