import { parseQuantity, trimNumber, type Parsed, type UnitFamily } from './quantity.ts';

/** Bits in a second; 1 kbit is 1000 bit. */
export type BitsPerSecond = number;

const BYTES = 'tc reads it as bytes, most people as bits: write `kbit/s` or `Mbit/s` (8 bits to the byte)';

const BITRATE: UnitFamily = {
  noun: 'a rate of bits',
  example: '1.6Mbit/s',
  factors: { 'bit/s': 1, 'kbit/s': 1e3, 'Mbit/s': 1e6, 'Gbit/s': 1e9 },
  refused: {
    bps: BYTES,
    kbps: BYTES,
    mbps: BYTES,
    gbps: BYTES,
    Kbps: BYTES,
    Mbps: BYTES,
    Gbps: BYTES,
    kbit: 'write `kbit/s`',
    mbit: 'write `Mbit/s`',
    Mbit: 'write `Mbit/s`',
    gbit: 'write `Gbit/s`',
    Gbit: 'write `Gbit/s`',
    'kB/s': 'rates are in bits: multiply by 8 and write `kbit/s`',
    'MB/s': 'rates are in bits: multiply by 8 and write `Mbit/s`',
  },
};

/** Reads `780kbit/s` into bits per second. */
export function parseBitrate(text: string): Parsed<BitsPerSecond> {
  return parseQuantity(text, BITRATE);
}

export function formatBitrate(bits: BitsPerSecond): string {
  if (bits >= 1e9) return `${trimNumber(bits / 1e9)}Gbit/s`;
  if (bits >= 1e6) return `${trimNumber(bits / 1e6)}Mbit/s`;
  if (bits >= 1e3) return `${trimNumber(bits / 1e3)}kbit/s`;
  return `${trimNumber(bits)}bit/s`;
}
