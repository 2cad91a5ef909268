import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRecord } from '../../../src/core/is-record.ts';
import { readPage, ROOT } from '../../helpers/docs/markdown.ts';

/** The heading of the table with the keys of each part of the schema. */
const TABLES = {
  '': 'The scenario',
  guard: 'Guards',
  param: 'Params',
  service: 'Services',
  start: 'Starting a process',
  ready: 'When it is ready',
  container: 'A container',
  compose: 'A service of Compose',
  edge: 'Edges',
  interface: 'An interface of yours',
  load: 'Load',
  k6: 'A k6 script',
  request: 'Requests',
  metrics: 'Metrics',
  prometheus: 'Prometheus',
  customSeries: 'Series of your own',
  impairment: 'Impairments',
  loss: 'Loss',
  durationRamp: 'A ramp',
  shareRamp: 'A ramp',
  rateRamp: 'A ramp',
  flap: 'A flap',
  stage: 'Stages of a link',
  step: 'Steps',
  search: 'A search',
  event: 'Events',
  call: 'A call',
  signal: 'Signals',
  restart: 'A restart',
  visit: 'Visits',
  sighting: 'Sightings',
  absence: 'Absences',
  expectation: 'Expectations',
} as const;

const text = readPage('docs/language.md').text;
const schema: unknown = JSON.parse(
  readFileSync(path.join(ROOT, 'schemas', 'scenario.v1.schema.json'), 'utf8'),
);

/** The part of the page below a heading, up to the next one. */
function below(heading: string): string {
  const part = text.split(/^#{2,4} /m).find((section) => section.startsWith(`${heading}\n`));
  if (part === undefined) throw new Error(`docs/language.md has no heading "${heading}"`);
  return part;
}

/** The first column of the tables in a part. */
function keysIn(part: string): string[] {
  return [...part.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '').sort();
}

function member(value: unknown, ...keys: string[]): unknown {
  return keys.reduce((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

function keysOf(part: string): string[] {
  const properties = member(schema, ...(part === '' ? [] : ['$defs', part]), 'properties');
  if (!isRecord(properties)) throw new Error(`the schema has no properties under "${part}"`);
  return Object.keys(properties).sort();
}

describe('docs/language.md', () => {
  it.each(Object.entries(TABLES))('has a row for each key of "%s", under %s', (part, heading) => {
    expect(keysIn(below(heading))).toEqual(keysOf(part));
  });

  it('has a table for each part of the schema that has keys', () => {
    const parts = Object.entries(member(schema, '$defs') ?? {}).filter(([, part]) =>
      isRecord(member(part, 'properties')),
    );
    expect(Object.keys(TABLES).sort()).toEqual(['', ...parts.map(([name]) => name)].sort());
  });

  it('names the choices of each key that has some', () => {
    const choices = [...JSON.stringify(schema).matchAll(/"(?:enum|x-choices)":\[([^\]]*)\]/g)]
      .flatMap((match) => (match[1] ?? '').split(','))
      .map((choice) => choice.replaceAll('"', ''));
    const missing = [...new Set(choices)].filter((choice) => !text.includes(`\`${choice}\``));
    expect(missing).toEqual([]);
  });
});
