import type { KernelLink, LinkCounters } from '../../src/drivers/driver.ts';
import { CLEAR, type Impairment } from '../../src/impairment/model.ts';
import { idleLink, reportOf } from './fake-driver.ts';

/** A link of the kernel whose interface the test can take away. */
export interface FakeKernelLink extends KernelLink {
  readonly changes: readonly Impairment[];
  packets: number;
  isGone: boolean;
}

export function fakeKernelLink(edge = 'there'): FakeKernelLink {
  const changes: Impairment[] = [];
  const present = async <T>(value: () => T): Promise<T> => {
    if (link.isGone) throw new Error('there is no interface');
    return await Promise.resolve(value());
  };
  const counted = (): LinkCounters => {
    const counters = { packets: link.packets, bytes: 100 * link.packets, drops: 0, overlimits: 0 };
    return { up: counters, down: counters };
  };
  const link: FakeKernelLink = {
    edge,
    addresses: {},
    changes,
    packets: 0,
    isGone: false,
    connectTo: () => Promise.resolve(),
    change: (impairment) => present(() => void changes.push(impairment)),
    readBack: () => present(() => changes.at(-1) ?? CLEAR),
    probe: ({ count }) => present(() => reportOf(0, count)),
    observe: () => present(() => idleLink(edge)),
    counters: () => present(counted),
    retarget: () => present(() => undefined),
  };
  return link;
}
