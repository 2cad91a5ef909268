import { rttLink } from '../links.ts';
import type { Profile } from '../profile.ts';

const SOURCE = 'sitespeed.io throttle 6, bin/index.js';
const NOTE = "round trips are half of those in WebPageTest's profiles of the same name";

const LINKS = {
  '3g': { down: 1600, up: 768, rtt: 150 },
  '3g-fast': { down: 1600, up: 768, rtt: 75 },
  '3g-slow': { down: 400, up: 400, rtt: 200 },
  '3g-em': { down: 400, up: 400, rtt: 200 },
  '2g': { down: 280, up: 256, rtt: 400 },
  edge: { down: 240, up: 200, rtt: 420 },
  '4g': { down: 9000, up: 9000, rtt: 85 },
  lte: { down: 12_000, up: 12_000, rtt: 35 },
  cable: { down: 5000, up: 1000, rtt: 14 },
  dsl: { down: 1500, up: 384, rtt: 25 },
  dial: { down: 49, up: 30, rtt: 60 },
  fios: { down: 20_000, up: 5000, rtt: 2 },
};

export const SITESPEED_PROFILES: readonly Profile[] = Object.entries(LINKS).map(([name, link]): Profile => ({
  id: `sitespeed/${name}`,
  source: SOURCE,
  states: 'added RTT',
  note: NOTE,
  impairment: rttLink(link),
}));
