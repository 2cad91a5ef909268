import { link } from '../links.ts';
import type { Profile } from '../profile.ts';

const SOURCE = 'comcast, README.md';
const NOTE =
  "the latency is all `up`, where the tool's machine sends (so it is an added RTT); rate and loss hold each way";

interface Published {
  readonly latency: number;
  readonly kbits?: number;
  readonly lossPercent: number;
}

function profile(name: string, { latency, ...way }: Published): Profile {
  return {
    id: `comcast/${name}`,
    source: SOURCE,
    states: 'added RTT',
    note: NOTE,
    impairment: link({ ...way, delay: latency }, way),
  };
}

export const COMCAST_PROFILES: readonly Profile[] = [
  profile('starlink', { latency: 20, lossPercent: 2.5 }),
  profile('wifi-good', { latency: 40, kbits: 30_000, lossPercent: 0.2 }),
  profile('dsl-good', { latency: 40, kbits: 8000, lossPercent: 0.5 }),
  profile('dsl-poor', { latency: 70, kbits: 2000, lossPercent: 2 }),
  profile('3g', { latency: 250, kbits: 750, lossPercent: 1.5 }),
  profile('edge', { latency: 300, kbits: 250, lossPercent: 1.5 }),
  profile('gprs', { latency: 500, kbits: 50, lossPercent: 2 }),
  profile('dial-up', { latency: 185, kbits: 40, lossPercent: 2 }),
];
