import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBitrate, parseBitrate } from '../../../../src/core/units/bitrate.ts';
import { formatDuration, parseDuration } from '../../../../src/core/units/duration.ts';
import { formatFrequency, parseFrequency } from '../../../../src/core/units/frequency.ts';
import type { Parsed } from '../../../../src/core/units/quantity.ts';
import { formatRatio, parseRatio } from '../../../../src/core/units/ratio.ts';

function valueOf(parsed: Parsed<number>): number {
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

function refusal(parsed: Parsed<number>): { message: string; hint: string } {
  if (parsed.ok) throw new Error(`read as ${parsed.value}`);
  return { message: parsed.message, hint: parsed.hint };
}

const FAMILIES = {
  bitrate: parseBitrate,
  duration: parseDuration,
  frequency: parseFrequency,
  ratio: parseRatio,
};

describe('a number with a unit', () => {
  it.each([
    ['150ms', 150],
    ['2s', 2000],
    ['1.5m', 90_000],
    ['.5h', 1_800_000],
    ['20us', 0.02],
    [' 10 ms ', 10],
    ['0ms', 0],
    ['+3s', 3000],
  ])('is read as a duration: %s', (text, ms) => {
    expect(valueOf(parseDuration(text))).toBe(ms);
  });

  it.each([
    ['780kbit/s', 780_000],
    ['1.6Mbit/s', 1_600_000],
    ['1Gbit/s', 1e9],
    ['9600bit/s', 9600],
  ])('is read as a rate of bits: %s', (text, bits) => {
    expect(valueOf(parseBitrate(text))).toBe(bits);
  });

  it.each([
    ['50/s', 50],
    ['300/m', 5],
    ['1/m', 1 / 60],
  ])('is read as a number per second: %s', (text, perSecond) => {
    expect(valueOf(parseFrequency(text))).toBeCloseTo(perSecond, 12);
  });

  it('is the number that was written, without the noise of a multiplication', () => {
    const hundredths = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(hundredths, (count) => {
        expect(valueOf(parseRatio(`${count / 100}%`))).toBe(count / 10_000);
      }),
    );
    expect(valueOf(parseRatio('57%'))).toBe(57 / 100);
    expect(valueOf(parseRatio('99.9%'))).toBe(999 / 1000);
  });
});

describe('units are never guessed', () => {
  it.each(Object.entries(FAMILIES))('a bare number is no %s, and neither is 0', (_name, parse) => {
    const numbers = fc.oneof(
      fc.constant('0'),
      fc.nat().map(String),
      fc.constantFrom('1.5', '-3', '+2', '.5'),
    );
    fc.assert(
      fc.property(numbers, (text) => {
        expect(refusal(parse(text)).message).toContain(`the bare number \`${text}\``);
      }),
    );
  });

  it('takes a bare share below one for the fraction that it most likely is', () => {
    expect(refusal(parseRatio('0.98')).hint).toBe('write `98%` if you mean the fraction 0.98, or `0.98%`');
    expect(refusal(parseRatio('0.005')).hint).toContain('write `0.5%` if');
    expect(refusal(parseRatio('1')).hint).toContain('write `100%` if');
    // With an exponent, the hint would be refused when it is followed.
    expect(refusal(parseRatio('0.000000001')).hint).toContain('write `0.0000001%` if');
    expect(refusal(parseRatio('9'.repeat(300))).hint.length).toBeLessThan(100);
    expect(refusal(parseRatio('98')).hint).toBe('say the unit: `98%`');
    expect(refusal(parseRatio('0')).hint).toBe('say the unit: `0%`');
  });

  it('says which units a bare number could have', () => {
    expect(refusal(parseDuration('150'))).toEqual({
      message: 'expected a duration, got the bare number `150`',
      hint: 'say the unit: `150us` or `150ms` or `150s` or `150m` or `150h`',
    });
  });

  it.each(['bps', 'kbps', 'Kbps', 'mbps', 'Mbps', 'gbps', 'Gbps'])(
    'refuses %s, which is bytes to some and bits to others',
    (unit) => {
      const { message, hint } = refusal(parseBitrate(`768${unit}`));
      expect(message).toBe(`\`${unit}\` is ambiguous in a rate of bits`);
      expect(hint).toContain('`kbit/s`');
    },
  );

  it.each([
    [parseBitrate, '3mbit', 'write `Mbit/s`'],
    [parseBitrate, '2MB/s', 'rates are in bits: multiply by 8 and write `Mbit/s`'],
    [parseDuration, '1M', 'write `m` for minutes or `ms` for milliseconds'],
    [parseDuration, '2min', 'write `m` for minutes'],
    [parseFrequency, '20rps', 'write `/s`'],
    [parseFrequency, '20/min', 'write `/m`'],
  ])('says what to write instead: %o %s', (parse, text, hint) => {
    expect(refusal(parse(text)).hint).toBe(hint);
  });

  it.each([
    [parseDuration, '5MS', 'write `5ms`'],
    [parseBitrate, '5Kbit/s', 'write `5kbit/s`'],
    [parseBitrate, '5MBIT/S', 'write `5Mbit/s`'],
  ])('corrects the case of a unit: %o %s', (parse, text, hint) => {
    expect(refusal(parse(text)).hint).toBe(hint);
  });

  it('lists the units where it knows none that is near', () => {
    expect(refusal(parseRatio('3 apples'))).toEqual({
      message: 'unknown unit `apples` in a percentage',
      hint: 'use `%`',
    });
  });

  it.each(['', 'fast', 'ms', '1,5s', '1..5s', '--1s', 'Infinity s', 'NaN ms', '0x10ms', '1e3ms'])(
    'refuses what is no number with a unit: %j',
    (text) => {
      expect(parseDuration(text).ok).toBe(false);
    },
  );

  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])(
    'takes no name of an object for a unit: %s',
    (name) => {
      expect(refusal(parseDuration(`1${name}`)).message).toContain('unknown unit');
    },
  );

  it('refuses what is negative', () => {
    expect(refusal(parseDuration('-5ms')).message).toBe(
      'expected a duration that is not negative, got `-5ms`',
    );
  });

  it.each(Object.entries(FAMILIES))('refuses a %s that no number can hold', (name, parse) => {
    const unit = { bitrate: 'bit/s', duration: 'ms', frequency: '/s', ratio: '%' }[name];
    expect(refusal(parse(`${'9'.repeat(400)}${unit}`)).message).toContain('999...');
  });

  it('refuses any other text, and never shows more than a piece of a long one', () => {
    const digits = fc.stringMatching(/^[1-9][0-9]{120,200}$/);
    const text = fc.oneof(
      fc.stringMatching(/^[a-z ]{0,200}$/),
      digits,
      digits.map((number) => `${number} apples`),
      digits.map((number) => `-${number}%`),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...Object.values(FAMILIES)), (long, parse) => {
        expect(refusal(parse(long)).message.length).toBeLessThan(120);
      }),
    );
    expect(refusal(parseRatio(`${'9'.repeat(200)}%`)).message.length).toBeLessThan(120);
  });
});

describe('a percentage', () => {
  it.each(['100%', '0%', '1.5%'])('is read as a share: %s', (text) => {
    expect(valueOf(parseRatio(text))).toBe(Number.parseFloat(text) / 100);
  });

  it.each(['100.1%', '101%', '5000%'])('is at most 100%%: %s', (text) => {
    expect(refusal(parseRatio(text))).toEqual({
      message: `expected at most \`100%\`, got \`${text}\``,
      hint: 'write a share between `0%` and `100%`',
    });
  });
});

describe('what is written can be read again', () => {
  it('as the same duration, when it is whole milliseconds', () => {
    fc.assert(
      fc.property(fc.nat({ max: 100 * 3_600_000 }), (ms) => {
        expect(valueOf(parseDuration(formatDuration(ms)))).toBe(ms);
      }),
    );
  });

  it('as nearly the same duration, when it is not', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e7, noNaN: true }), (ms) => {
        const again = valueOf(parseDuration(formatDuration(ms)));
        // Four digits below a second, and milliseconds above.
        expect(Math.abs(again - ms)).toBeLessThanOrEqual(ms < 1 ? 0.0001 : ms < 100 ? 0.006 : 0.6);
      }),
    );
  });

  it('as the same rate of bits, to the thousandth of its unit', () => {
    const thousandths = fc.integer({ min: 1000, max: 999_999 });
    fc.assert(
      fc.property(thousandths, fc.constantFrom(1, 1e3, 1e6), (count, unit) => {
        const bits = count * unit;
        expect(valueOf(parseBitrate(formatBitrate(bits)))).toBe(bits);
      }),
    );
  });

  it('as the same share, to the thousandth of a percent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (count) => {
        expect(valueOf(parseRatio(formatRatio(count / 100_000)))).toBe(count / 100_000);
      }),
    );
  });

  it('as the same number per second, to a tenth or three digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e5, noNaN: true }), (perSecond) => {
        const again = valueOf(parseFrequency(formatFrequency(perSecond)));
        expect(Math.abs(again - perSecond)).toBeLessThanOrEqual(Math.max(perSecond * 0.05, 0.0005));
      }),
    );
  });
});

describe('a duration for people', () => {
  it.each([
    [0, '0ms'],
    [0.0204, '20.4us'],
    [1, '1ms'],
    [99.994, '99.99ms'],
    [301.24, '301.2ms'],
    [1500, '1.5s'],
    [90_000, '90s'],
    [119_999, '119.999s'],
    [120_000, '2m'],
    [120_500, '120.5s'],
    [-300, '-300ms'],
    [Infinity, 'never'],
  ])('of %s ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('other figures for people', () => {
  it.each([
    [999, '999bit/s'],
    [1000, '1kbit/s'],
    [768_000, '768kbit/s'],
    [1_600_000, '1.6Mbit/s'],
    [1e9, '1Gbit/s'],
  ])('%s bits per second are %s', (bits, text) => {
    expect(formatBitrate(bits)).toBe(text);
  });

  it.each([
    [50, '50/s'],
    [33.333, '33.3/s'],
    [1 / 60, '0.017/s'],
    [0, '0/s'],
  ])('%s per second are %s', (perSecond, text) => {
    expect(formatFrequency(perSecond)).toBe(text);
  });

  it('a share has as many decimals as asked for', () => {
    expect([formatRatio(0.123456), formatRatio(0.123456, 1), formatRatio(0.5)]).toEqual([
      '12.346%',
      '12.3%',
      '50%',
    ]);
  });
});
