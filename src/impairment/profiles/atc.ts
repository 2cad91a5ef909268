import { link, type PublishedWay } from '../links.ts';
import type { Profile } from '../profile.ts';

const SOURCE = 'Facebook Augmented Traffic Control, utils/profiles/*.json';

function profile(name: string, up: PublishedWay, down: PublishedWay): Profile {
  return { id: `atc/${name}`, source: SOURCE, states: 'one-way delay', impairment: link(up, down) };
}

export const ATC_PROFILES: readonly Profile[] = [
  profile('cable', { kbits: 1000, delay: 2 }, { kbits: 6000, delay: 2 }),
  profile('dsl', { kbits: 256, delay: 5 }, { kbits: 2000, delay: 5 }),
  profile('3g-good', { kbits: 420, delay: 100 }, { kbits: 850, delay: 90 }),
  profile('3g-average', { kbits: 330, delay: 100 }, { kbits: 780, delay: 100 }),
  profile('edge-good', { kbits: 200, delay: 370 }, { kbits: 250, delay: 350 }),
  profile('edge-average', { kbits: 200, delay: 440 }, { kbits: 240, delay: 400 }),
  profile(
    'edge-lossy',
    { kbits: 200, delay: 440, lossPercent: 1 },
    { kbits: 240, delay: 400, lossPercent: 1 },
  ),
  profile('2g-developing-urban', { kbits: 32, delay: 650 }, { kbits: 35, delay: 650 }),
  profile(
    '2g-developing-rural',
    { kbits: 18, delay: 650, lossPercent: 2 },
    { kbits: 20, delay: 650, lossPercent: 2 },
  ),
  {
    ...profile('no-connectivity', { kbits: 1 }, { kbits: 1 }),
    states: 'none',
    note: '1 kbit/s each way, as the source has it: next to nothing passes',
  },
];
