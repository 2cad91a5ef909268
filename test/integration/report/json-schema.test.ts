import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../../src/report/json/render.ts';
import { hostileRun } from '../../helpers/hostile-names.ts';
import { RECORDED_RESULTS } from '../../helpers/recorded-results.ts';
import { brokenResult, passingResult, RESULTS } from '../../helpers/results.ts';

const SCHEMA: unknown = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../schemas/result.v1.schema.json'), 'utf8'),
);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function problemsOf(text: string): readonly string[] {
  if (!isRecord(SCHEMA)) throw new TypeError('the schema is not an object');
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(SCHEMA);
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}

describe('the JSON result', () => {
  it.each(Object.entries(RESULTS))('keeps to its schema for the %s result', (_name, result) => {
    expect(problemsOf(renderJson(result))).toEqual([]);
  });

  it.each(Object.entries(RECORDED_RESULTS))('keeps to its schema for a run: %s', (_name, result) => {
    expect(problemsOf(JSON.stringify(result))).toEqual([]);
  });

  it('is kept to by the run with hostile names too, so that they stand where a name can', () => {
    expect(problemsOf(JSON.stringify(hostileRun('<b>')))).toEqual([]);
  });

  it('loses no key that the schema knows', () => {
    if (!isRecord(SCHEMA) || !isRecord(SCHEMA['properties']))
      throw new TypeError('the schema has no properties');
    const written: unknown = JSON.parse(renderJson(brokenResult()));
    expect(Object.keys(isRecord(written) ? written : {}).toSorted()).toEqual(
      Object.keys(SCHEMA['properties']).toSorted(),
    );
  });

  it('is rejected by the schema when it is wrong', () => {
    const wrong = renderJson(passingResult({ seed: -1 })).replace('"notices"', '"notes"');
    expect(problemsOf(wrong).toSorted()).toEqual([
      ' must NOT have additional properties',
      " must have required property 'notices'",
      '/seed must be >= 0',
    ]);
  });
});
