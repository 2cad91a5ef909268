import { shown } from '../core/shown.ts';
import { quoted } from './source-text.ts';
import type { SchemaNode } from './validate.gen.js';

const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: '`true` or `false`',
  integer: 'a whole number',
  number: 'a number',
  object: 'a map',
  string: 'text',
};

/** What a schema wants, as in "expected a duration or a map". */
export function describeSchema(schema: SchemaNode): string {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const unit = schema['x-unit'];
  const words = types.map((type) =>
    type === 'string' && unit !== undefined ? UNITS[unit] : (TYPES[type] ?? type),
  );
  return words.join(' or ');
}

const UNITS: Readonly<Record<NonNullable<SchemaNode['x-unit']>, string>> = {
  bitrate: 'a rate of bits',
  confidence: 'a percentage',
  duration: 'a duration',
  frequency: 'a number per second',
  ratio: 'a percentage',
};

/** What a value is, as in "got a list". */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return `the text ${quoted(value)}`;
  return `the ${typeof value} \`${shown(value)}\``;
}

const NAMES: Readonly<Record<string, string>> = {
  AbsenceDocument: 'an entry of `never`',
  ComposeDocument: 'a compose service',
  Ready: 'a `ready`',
  SightingDocument: 'an entry of `see`',
  Start: 'a `start`',
};

/** What a map is called: `a step`, `an edge`, or the map itself where it has no name. */
export function nameOfSchema(schema: SchemaNode): string {
  const { title } = schema;
  if (title === undefined) return 'this map';
  return NAMES[title] ?? named(title);
}

/** `ImpairmentDocument` is an impairment, `DurationRamp` a duration ramp. */
function named(title: string): string {
  const words = title.replace(/Document$/, '').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return `${/^[AEIOU]/.test(title) ? 'an' : 'a'} ${words.toLowerCase()}`;
}
