import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBitrate, parseBitrate } from '../../src/core/units/bitrate.ts';
import { formatDuration, parseDuration } from '../../src/core/units/duration.ts';
import { formatFrequency, parseFrequency } from '../../src/core/units/frequency.ts';
import type { Parsed } from '../../src/core/units/quantity.ts';
import { formatRatio, parseRatio } from '../../src/core/units/ratio.ts';
import { findFault, FUZZING_TIMEOUT, type FuzzTarget, ofTexts } from '../helpers/fuzzing.ts';
import { corpusOf } from './corpus.ts';
import { anyText, mutatedTexts } from './mutated-texts.ts';

interface Unit {
  readonly parse: (text: string) => Parsed<number>;
  readonly format: (value: number) => string;
  /** What rounding to a few decimals may cost. */
  readonly coarse: (value: number) => number;
}

const UNITS: readonly Unit[] = [
  { parse: parseDuration, format: formatDuration, coarse: (ms) => Math.max(5e-5, ms * 1e-2) },
  { parse: parseBitrate, format: formatBitrate, coarse: (bits) => Math.max(5e-4, bits * 1e-3) },
  { parse: parseFrequency, format: formatFrequency, coarse: (rate) => Math.max(5e-4, rate * 0.05) },
  { parse: parseRatio, format: (ratio) => formatRatio(ratio, 10), coarse: () => 1e-12 },
];

/** Beyond it JavaScript writes an exponent; and so many hours are more than the age of the universe. */
const LARGEST_PRINTED = 1e20;

const SPELLINGS = [
  'us',
  'ms',
  's',
  'm',
  'h',
  'min',
  'bit/s',
  'kbit/s',
  'Gbit/s',
  'mbps',
  '%',
  '/s',
  '/m',
  'rps',
];
const QUANTITIES = [
  '150ms',
  '1.5m',
  '.5h',
  '20us',
  '1.6Mbit/s',
  '780 kbit/s',
  '50/s',
  '300/m',
  '99.9%',
  '0%',
];

const number = fc.oneof(fc.nat().map(String), fc.double({ min: 0, max: 1e9, noNaN: true }).map(String));
const written = fc
  .tuple(number, fc.constantFrom('', ' ', '  '), fc.constantFrom(...SPELLINGS))
  .map((parts) => parts.join(''));

/** Whatever the text: a number that is one, and that reads as itself when printed, or what is wrong and what to write. */
function unitTarget(units: readonly Unit[]): FuzzTarget<string> {
  return ofTexts({
    inputs: fc.oneof(written, mutatedTexts(QUANTITIES, SPELLINGS), anyText(60)),
    corpus: corpusOf('units'),
    check: (text) => {
      for (const unit of units) checkUnit(text, unit);
    },
  });
}

function checkUnit(text: string, { parse, format, coarse }: Unit): void {
  const parsed = parse(text);
  if (!parsed.ok) {
    expect([parsed.message.trim() !== '', parsed.hint.trim() !== '']).toEqual([true, true]);
    expect(parsed.message.length + parsed.hint.length).toBeLessThan(1000);
    return;
  }
  expect(parsed.value).toBeGreaterThanOrEqual(0);
  expect(parsed.value).toBeLessThan(Infinity);
  if (parsed.value > LARGEST_PRINTED) return;
  const again = parse(format(parsed.value));
  if (!again.ok) throw new Error(`${parsed.value} is printed as ${format(parsed.value)}: ${again.message}`);
  expect(Math.abs(again.value - parsed.value)).toBeLessThanOrEqual(coarse(parsed.value));
}

function parsePlanted(text: string): Parsed<number> {
  if (/^\d+\s+m/.test(text)) throw new TypeError('planted');
  return parseDuration(text);
}

describe('a number with its unit', () => {
  it(
    'is read, and printed as what it is, or refused with a reason and a hint',
    () => {
      expect(findFault(unitTarget(UNITS))).toBeUndefined();
    },
    FUZZING_TIMEOUT,
  );

  it('that makes its reader fail is found', () => {
    const planted = unitTarget([{ parse: parsePlanted, format: formatDuration, coarse: () => Infinity }]);
    expect(findFault(planted, { seed: 1, numRuns: 10_000 })).toMatch(/FUZZ_SEED=1, .*:\n\d\s+m\n.*planted/s);
  });
});
