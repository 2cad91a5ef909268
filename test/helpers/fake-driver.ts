import { systemClock } from '../../src/core/clock.ts';
import { capabilitiesOfProxy } from '../../src/drivers/proxy/capabilities.ts';
import type {
  Address,
  Driver,
  InstalledLink,
  LinkObservation,
  ProbeReport,
} from '../../src/drivers/driver.ts';
import { addedRtt, CLEAR, type Impairment } from '../../src/impairment/model.ts';

export interface FakeDriverOptions {
  /** Where the client of every edge goes: the service itself, because nothing stands in between. */
  readonly address: Address;
  /** What each link does otherwise than an honest one. */
  readonly lies?: Partial<Pick<InstalledLink, 'change' | 'readBack' | 'probe' | 'observe'>>;
  readonly revert?: () => Promise<void>;
}

/** A driver that says it does what it is asked: the test decides where it does not. */
export function createFakeDriver({ address, lies = {}, revert }: FakeDriverOptions): Driver {
  return {
    name: 'fake',
    capabilities: capabilitiesOfProxy,
    install: (specs) =>
      Promise.resolve(
        specs.map(({ edge, listeners }) => {
          let state: Impairment = CLEAR;
          const honest: InstalledLink = {
            edge,
            addresses: Object.fromEntries(listeners.map(({ service }) => [service, address])),
            connectTo: () => Promise.resolve(),
            change: (impairment) => {
              state = impairment;
              return Promise.resolve();
            },
            readBack: () => Promise.resolve(state),
            probe: ({ count }) => Promise.resolve(reportOf(addedRtt(state), count)),
            observe: () => Promise.resolve(busyLink(edge)),
          };
          return { ...honest, ...lies };
        }),
      ),
    revert: revert ?? (() => Promise.resolve()),
  };
}

/** A probe whose every answer took `rtt`. */
export function reportOf(rtt: number, count = 24): ProbeReport {
  return { sent: count, received: count, rtts: Array.from({ length: count }, () => rtt), errors: {} };
}

export function idleLink(edge: string): LinkObservation {
  return { edge, samples: [], connectionsAt: [], traffic: [], openSince: [], unread: {} };
}

function busyLink(edge: string): LinkObservation {
  return { ...idleLink(edge), connectionsAt: [systemClock.now()] };
}
