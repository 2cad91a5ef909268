import { parseQuantity, trimNumber, type Parsed, type UnitFamily } from './quantity.ts';

/** How often, in events per second. */
export type PerSecond = number;

const FREQUENCY: UnitFamily = {
  noun: 'a number per second',
  example: '50/s',
  factors: { '/s': 1, '/m': 1 / 60 },
  refused: { rps: 'write `/s`', 'req/s': 'write `/s`', '/min': 'write `/m`' },
};

/** Reads `50/s` or `300/m` into events per second. */
export function parseFrequency(text: string): Parsed<PerSecond> {
  return parseQuantity(text, FREQUENCY);
}

/** To the tenth; below one to the thousandth, so that `1/m` is not shown as nothing. */
export function formatFrequency(perSecond: PerSecond): string {
  return `${trimNumber(perSecond, perSecond < 1 ? 3 : 1)}/s`;
}
