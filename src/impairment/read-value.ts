import { shown } from '../core/shown.ts';
import { suggestionHint } from '../core/suggest.ts';
import { parseBitrate } from '../core/units/bitrate.ts';
import { parseDuration } from '../core/units/duration.ts';
import type { Parsed } from '../core/units/quantity.ts';
import { parseRatio } from '../core/units/ratio.ts';
import type { ConnectionImpairment, Direction, DirectionImpairment, Distribution } from './model.ts';
import { readLoss } from './read-loss.ts';

/** What a value puts in place of its key; empty where it takes the key away. */
export type Part = DirectionImpairment & ConnectionImpairment;

export type PartReading = { readonly ok: true; readonly part: Part } | BadValue;

export interface BadValue {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** Keys from the value to the mistake in it. */
  readonly path?: readonly string[];
}

export const NOTHING: PartReading = { ok: true, part: {} };

/** How the value of each key reads for one direction; zero of something is nothing. */
export const DIRECTION_READERS: Readonly<
  Record<keyof DirectionImpairment, (value: unknown, direction: Direction) => PartReading>
> = {
  delay: (value) => readAmount(value, parseDuration, (delay) => ({ delay })),
  jitter: (value) => readAmount(value, parseDuration, (jitter) => ({ jitter })),
  distribution: readDistribution,
  loss: readLoss,
  duplicate: (value) => readAmount(value, parseRatio, (duplicate) => ({ duplicate })),
  corrupt: (value) => readAmount(value, parseRatio, (corrupt) => ({ corrupt })),
  reorder: (value) => readAmount(value, parseRatio, (reorder) => ({ reorder })),
  rate: (value) => readSize(value, parseBitrate, (rate) => ({ rate })),
  buffer: (value) => readSize(value, parseDuration, (buffer) => ({ buffer })),
  partition: readPartition,
};

/** The same for what concerns whole connections, by the keys of the document and of the model. */
export const CONNECTION_READERS: readonly {
  readonly key: string;
  readonly field: keyof ConnectionImpairment;
  readonly read: (value: unknown) => PartReading;
}[] = [
  { key: 'refuse', field: 'refuse', read: (value) => readSwitch(value, { refuse: true }) },
  { key: 'reset', field: 'reset', read: readReset },
  { key: 'half-open', field: 'halfOpen', read: (value) => readSwitch(value, { halfOpen: true }) },
  {
    key: 'slow-close',
    field: 'slowClose',
    read: (value) => readAmount(value, parseDuration, (slowClose) => ({ slowClose })),
  },
];

/** A quantity of which zero is nothing. */
export function readAmount(
  value: unknown,
  parse: (text: string) => Parsed<number>,
  lift: (amount: number) => Part,
): PartReading {
  if (value === 'none') return NOTHING;
  const parsed = parse(shown(value));
  if (!parsed.ok) return { code: 'invalid-quantity', ...parsed };
  return { ok: true, part: parsed.value === 0 ? {} : lift(parsed.value) };
}

/** A quantity of which zero makes no sense. */
function readSize(
  value: unknown,
  parse: (text: string) => Parsed<number>,
  lift: (size: number) => Part,
): PartReading {
  const reading = readAmount(value, parse, lift);
  if (value === 'none' || !reading.ok || Object.keys(reading.part).length > 0) return reading;
  return {
    ok: false,
    code: 'out-of-range',
    message: `expected more than zero, got \`${shown(value)}\``,
    hint: 'write `none` for no limit, and `partition: true` to let nothing pass',
  };
}

const DISTRIBUTIONS: readonly Distribution[] = ['uniform', 'normal', 'pareto'];

function readDistribution(value: unknown): PartReading {
  if (value === 'none') return NOTHING;
  const distribution = DISTRIBUTIONS.find((name) => name === value);
  return distribution === undefined
    ? notAChoice(value, [...DISTRIBUTIONS, 'none'])
    : { ok: true, part: { distribution } };
}

/** `up` and `down` say which direction, so the value is about both. */
function readPartition(value: unknown, direction: Direction): PartReading {
  if (value === true || value === direction) return { ok: true, part: { partition: true } };
  if (value === false || value === 'none' || value === 'up' || value === 'down') return NOTHING;
  return notAChoice(value, ['true', 'up', 'down', 'none']);
}

function readReset(value: unknown): PartReading {
  if (typeof value === 'boolean') return readSwitch(value, { reset: 0 });
  if (value === 'none') return NOTHING;
  const parsed = parseDuration(shown(value));
  return parsed.ok ? { ok: true, part: { reset: parsed.value } } : { code: 'invalid-quantity', ...parsed };
}

function readSwitch(value: unknown, part: Part): PartReading {
  if (value === true) return { ok: true, part };
  return value === false || value === 'none' ? NOTHING : notAChoice(value, ['true', 'false', 'none']);
}

function notAChoice(value: unknown, choices: readonly string[]): PartReading {
  const text = shown(value);
  const hint = suggestionHint(text, choices) ?? `write \`${choices[0]}\``;
  return { ok: false, code: 'not-a-choice', message: `unknown choice \`${text}\``, hint };
}
