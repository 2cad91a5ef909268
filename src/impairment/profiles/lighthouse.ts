import { rttLink } from '../links.ts';
import type { Profile } from '../profile.ts';

const SOURCE = 'Lighthouse, core/config/constants.js';
const REQUESTS =
  'the RTT; Lighthouse delays each request by 3.75 times that. Rates hold its factor of 0.9 already';

export const LIGHTHOUSE_PROFILES: readonly Profile[] = [
  {
    id: 'lighthouse/mobile-slow-4g',
    source: SOURCE,
    states: 'request-level latency',
    note: REQUESTS,
    impairment: rttLink({ down: 1.6 * 1024 * 0.9, up: 750 * 0.9, rtt: 150 }),
  },
  {
    id: 'lighthouse/mobile-regular-3g',
    source: SOURCE,
    states: 'request-level latency',
    note: REQUESTS,
    impairment: rttLink({ down: 700 * 0.9, up: 700 * 0.9, rtt: 300 }),
  },
  {
    id: 'lighthouse/desktop-dense-4g',
    source: SOURCE,
    states: 'added RTT',
    note: 'Lighthouse only simulates it: RTT and throughput as stated, without its factors',
    impairment: rttLink({ down: 10 * 1024, up: 10 * 1024, rtt: 40 }),
  },
];
