import { link, type PublishedWay } from '../links.ts';
import type { Profile } from '../profile.ts';

const SOURCE = 'Android emulator, AOSP; the source calls its latencies "totally imaginary"';
const NOTE =
  'the latency range is read as an added RTT: each way waits half of its middle and varies uniformly by a quarter of its width, so round trips stay within it';

interface Published {
  /** In bit/s. */
  readonly up: number;
  readonly down: number;
  readonly latency?: readonly [least: number, most: number];
}

function profile(name: string, { up, down, latency }: Published): Profile {
  const [least, most] = latency ?? [0, 0];
  const way: PublishedWay = { delay: (least + most) / 4, jitter: (most - least) / 4 };
  return {
    id: `android/${name}`,
    source: SOURCE,
    states: latency === undefined ? 'none' : 'added RTT',
    ...(latency !== undefined && { note: NOTE }),
    impairment: link({ ...way, kbits: up / 1000 }, { ...way, kbits: down / 1000 }),
  };
}

export const ANDROID_PROFILES: readonly Profile[] = [
  profile('hsdpa', { up: 348_000, down: 14_400_000 }),
  profile('umts', { up: 128_000, down: 1_920_000, latency: [35, 200] }),
  profile('edge', { up: 118_400, down: 236_800, latency: [80, 400] }),
  profile('gprs', { up: 40_000, down: 80_000, latency: [150, 550] }),
  profile('hscsd', { up: 14_400, down: 43_200 }),
  profile('gsm', { up: 14_400, down: 14_400 }),
];
