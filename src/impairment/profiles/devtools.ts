import { rttLink } from '../links.ts';
import type { Profile } from '../profile.ts';

const SOURCE = 'Chrome DevTools, front_end/core/sdk/NetworkManager.ts';

/** DevTools delays whole requests, by several RTTs; packets get the RTT that it aims at. */
function profile(name: string, link: Parameters<typeof rttLink>[0], requestLatency: string): Profile {
  return {
    id: `devtools/${name}`,
    source: SOURCE,
    states: 'request-level latency',
    note: `the round trip that DevTools aims at; it delays each request by ${requestLatency} instead. Rates hold its factor already`,
    impairment: rttLink(link),
  };
}

export const DEVTOOLS_PROFILES: readonly Profile[] = [
  profile('3g', { down: 500 * 0.8, up: 500 * 0.8, rtt: 400 }, '5 x 400 ms'),
  profile('slow-4g', { down: 1600 * 0.9, up: 750 * 0.9, rtt: 150 }, '3.75 x 150 ms'),
  profile('fast-4g', { down: 9000 * 0.9, up: 1500 * 0.9, rtt: 60 }, '2.75 x 60 ms'),
  {
    id: 'devtools/offline',
    source: SOURCE,
    states: 'none',
    note: 'nothing passes; DevTools fails requests at once, here they wait for their timeout',
    impairment: { up: { partition: true }, down: { partition: true }, connection: {} },
  },
];
