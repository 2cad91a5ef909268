import { isRecord } from '../core/is-record.ts';
import { suggestionHint } from '../core/suggest.ts';
import { parseDuration } from '../core/units/duration.ts';
import { DIRECTION_KEYS, DIRECTIONS, type Direction, type Impairment } from './model.ts';
import type { ImpairmentProblem } from './problem.ts';
import {
  CONNECTION_READERS,
  DIRECTION_READERS,
  readAmount,
  type BadValue,
  type Part,
  type PartReading,
} from './read-value.ts';

/** One key of one direction, or of the connections, and what takes its place. */
export interface Change {
  readonly target: keyof Impairment;
  readonly field: keyof Part;
  readonly part: Part;
}

export interface ChangesReading {
  readonly changes: readonly Change[];
  readonly problems: readonly ImpairmentProblem[];
}

/** Everything that an inline impairment says, beside its profile. */
export function readChanges(document: Readonly<Record<string, unknown>>): ChangesReading {
  const readings = Object.entries(document).flatMap(([key, value]) => readKey(key, value));
  const problems = readings.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  const changes = readings.flatMap(({ change }) => (change === undefined ? [] : [change]));
  if (document['rtt'] === undefined || document['delay'] === undefined) return { changes, problems };
  const message = '`rtt` and `delay` both say how long the way takes';
  const both = {
    code: 'rtt-and-delay',
    message,
    hint: 'keep one of the two',
    path: ['rtt'],
    where: 'key',
  } as const;
  return { changes, problems: [...problems, both] };
}

/** Puts each change in place of what was there. */
export function applyChanges(base: Impairment, changes: readonly Change[]): Impairment {
  let impairment = base;
  for (const { target, field, part } of changes) {
    const kept = Object.entries(impairment[target]).filter(([key]) => key !== field);
    impairment = { ...impairment, [target]: { ...Object.fromEntries(kept), ...part } };
  }
  return impairment;
}

interface KeyReading {
  readonly change?: Change;
  readonly problem?: ImpairmentProblem;
}

function readKey(key: string, value: unknown): KeyReading[] {
  if (key === 'profile') return [];
  if (key === 'rtt') return readRtt(value);
  const field = DIRECTION_KEYS.find((name) => name === key);
  if (field !== undefined) return readDirections(field, value);
  const connection = CONNECTION_READERS.find((reader) => reader.key === key);
  if (connection === undefined) return [unknownKey(key)];
  return [toReading(connection.read(value), 'connection', { field: connection.field, path: [key] })];
}

function readRtt(value: unknown): KeyReading[] {
  const reading = readAmount(value, parseDuration, (rtt) => ({ delay: rtt / 2 }));
  if (!reading.ok) return [{ problem: toProblem(reading, ['rtt']) }];
  return DIRECTIONS.map((direction) => toReading(reading, direction, { field: 'delay', path: ['rtt'] }));
}

function readDirections(field: (typeof DIRECTION_KEYS)[number], value: unknown): KeyReading[] {
  const read = (direction: Direction, given: unknown, path: readonly string[]): KeyReading =>
    toReading(DIRECTION_READERS[field](given, direction), direction, { field, path });
  const apart = isRecord(value) && DIRECTIONS.some((direction) => Object.hasOwn(value, direction));
  if (!apart) {
    const readings = DIRECTIONS.map((direction) => read(direction, value, [field]));
    return readings[0]?.problem === undefined ? readings : readings.slice(0, 1);
  }
  const mixed = Object.keys(value).filter((key) => key !== 'up' && key !== 'down');
  return [
    ...DIRECTIONS.flatMap((direction) =>
      Object.hasOwn(value, direction) ? [read(direction, value[direction], [field, direction])] : [],
    ),
    ...mixed.map((key) => ({
      problem: {
        code: 'mixed-directions',
        message: `\`${key}\` stands beside \`up\` or \`down\`, and is about neither`,
        hint: `write \`up: { ${key}: ... }\` or \`down: { ${key}: ... }\``,
        path: [field, key],
        where: 'key' as const,
      },
    })),
  ];
}

interface Origin {
  readonly field: keyof Part;
  readonly path: readonly string[];
}

function toReading(reading: PartReading, target: keyof Impairment, { field, path }: Origin): KeyReading {
  return reading.ok
    ? { change: { target, field, part: reading.part } }
    : { problem: toProblem(reading, path) };
}

function toProblem({ code, message, hint, path = [] }: BadValue, base: readonly string[]): ImpairmentProblem {
  return { code, message, hint, path: [...base, ...path], where: 'value' };
}

function unknownKey(key: string): KeyReading {
  const keys = ['profile', 'rtt', ...DIRECTION_KEYS, ...CONNECTION_READERS.map((reader) => reader.key)];
  const hint = suggestionHint(key, keys) ?? 'remove it';
  const message = `unknown key \`${key.slice(0, 80)}\` in an impairment`;
  return { problem: { code: 'unknown-key', message, hint, path: [key], where: 'key' } };
}
