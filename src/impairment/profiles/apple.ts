import { link } from '../links.ts';
import type { Profile } from '../profile.ts';

const WEBRTC = "Apple Network Link Conditioner, as reproduced in WebRTC's network emulator presets";
const RECALLED = 'Apple Network Link Conditioner, from secondary accounts';

interface Published {
  readonly down: number;
  readonly up: number;
  readonly delay: number;
  readonly lossPercent?: number;
}

function profile(name: string, { down, up, delay, lossPercent = 0 }: Published, source = WEBRTC): Profile {
  return {
    id: `apple/${name}`,
    source,
    states: 'one-way delay',
    ...(lossPercent > 0 && { note: 'the loss holds each way' }),
    impairment: link({ kbits: up, delay, lossPercent }, { kbits: down, delay, lossPercent }),
  };
}

export const APPLE_PROFILES: readonly Profile[] = [
  profile('wifi-802-11ac', { down: 250_000, up: 100_000, delay: 0 }, RECALLED),
  profile('wifi-good', { down: 45_000, up: 40_000, delay: 1 }),
  profile('wifi-average', { down: 40_000, up: 33_000, delay: 1 }),
  profile('wifi-lossy', { down: 40_000, up: 33_000, delay: 1, lossPercent: 1 }),
  profile('cable', { down: 6000, up: 1000, delay: 2 }),
  profile('dsl', { down: 2000, up: 256, delay: 5 }),
  {
    id: 'apple/lte',
    source: RECALLED,
    states: 'one-way delay',
    impairment: link({ kbits: 10_000, delay: 65 }, { kbits: 50_000, delay: 50 }),
  },
  profile('3g-good', { down: 850, up: 420, delay: 90 }),
  profile('3g-average', { down: 780, up: 330, delay: 100 }),
  profile('3g-lossy', { down: 780, up: 330, delay: 100, lossPercent: 1 }),
  profile('edge-good', { down: 250, up: 200, delay: 350 }),
  profile('edge-average', { down: 240, up: 200, delay: 400 }),
  profile('edge-lossy', { down: 240, up: 200, delay: 400, lossPercent: 1 }),
  profile('very-bad-network', { down: 1000, up: 1000, delay: 500, lossPercent: 10 }, RECALLED),
  {
    id: 'apple/100-percent-loss',
    source: RECALLED,
    states: 'none',
    impairment: link({ lossPercent: 100 }, { lossPercent: 100 }),
  },
];
