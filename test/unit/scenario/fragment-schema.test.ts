import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { isRecord } from '../../../src/core/is-record.ts';
import { SECTIONS } from '../../../src/scenario/reuse/add-fragment.ts';

const SCENARIO = 'scenario.v1.schema.json';
const FRAGMENT = 'fragment.v1.schema.json';

function read(name: string): Record<string, unknown> {
  const schema: unknown = JSON.parse(
    readFileSync(path.join(import.meta.dirname, '../../../schemas', name), 'utf8'),
  );
  if (!isRecord(schema)) throw new Error(`${name} is no schema`);
  return { ...schema };
}

const ajv = new Ajv2020({ strict: false });
// An editor finds it beside the other.
ajv.addSchema({ ...read(SCENARIO), $id: SCENARIO });
const fragment = ajv.compile({ ...read(FRAGMENT), $id: FRAGMENT });
const scenario = ajv.getSchema(SCENARIO);

describe('the schema of fragments', () => {
  it('has the keys that a file which is included may have', () => {
    const { properties } = read(FRAGMENT);
    expect(Object.keys(isRecord(properties) ? properties : {}).toSorted()).toEqual(
      [...SECTIONS, 'version', 'include'].toSorted(),
    );
  });

  it.each([
    [{}, true],
    [{ services: { shop: { url: 'http://127.0.0.1:8080' } }, 'x-mine': 1 }, true],
    [{ version: 1, include: ['a.yaml'] }, true],
    [{ services: { shop: { ulr: 'http://127.0.0.1:8080' } } }, false],
    [{ steps: [] }, false],
    [{ extends: 'base.yaml' }, false],
    [{ version: 2 }, false],
  ])('judges %j: %s', (document, isValid) => {
    expect(fragment(document)).toBe(isValid);
  });
});

describe('the schema of scenarios', () => {
  it.each([
    [{ version: 1, name: 'a', steps: [{ name: 'b', for: '5s' }] }, true],
    [{ version: 1, name: 'a' }, false],
    [{ version: 1, extends: 'base.yaml' }, true],
    [{ version: 1, extends: ['a.yaml', 'b.yaml'], include: 'c.yaml' }, true],
    [{ extends: 'base.yaml' }, false],
    [{ version: 1, extends: [] }, false],
    [{ version: 1, extends: 5 }, false],
  ])('judges %j: %s', (document, isValid) => {
    expect(scenario?.(document)).toBe(isValid);
  });
});
