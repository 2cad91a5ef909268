import { rttLink } from '../links.ts';
import { CLEAR } from '../model.ts';
import type { Profile } from '../profile.ts';

const SOURCE = 'WebPageTest, www/settings/connectivity.ini.sample';

const LINKS = {
  cable: { down: 5000, up: 1000, rtt: 28 },
  dsl: { down: 1500, up: 384, rtt: 50 },
  fios: { down: 20_000, up: 5000, rtt: 4 },
  dial: { down: 49, up: 30, rtt: 120 },
  '3g-fast': { down: 1600, up: 768, rtt: 150 },
  '3g': { down: 1600, up: 768, rtt: 300 },
  '3g-slow': { down: 780, up: 330, rtt: 200 },
  edge: { down: 240, up: 200, rtt: 840 },
  '2g': { down: 35, up: 32, rtt: 1300 },
};

export const WPT_PROFILES: readonly Profile[] = [
  ...Object.entries(LINKS).map(([name, link]): Profile => ({
    id: `wpt/${name}`,
    source: SOURCE,
    states: 'added RTT',
    impairment: rttLink(link),
  })),
  {
    id: 'wpt/native',
    source: SOURCE,
    states: 'none',
    note: 'no limits: the same as clear',
    impairment: CLEAR,
  },
];
