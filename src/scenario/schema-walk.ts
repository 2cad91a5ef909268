import { isRecord } from '../core/is-record.ts';
import type { SchemaNode } from './validate.gen.js';

/** The parts of a value that its schema knows, each with its key and its own schema. */
export function* schemaChildren(
  value: unknown,
  schema: SchemaNode,
): Generator<[string | number, unknown, SchemaNode]> {
  if (Array.isArray(value) && schema.items !== undefined) {
    for (const [index, item] of value.entries()) yield [index, item, schema.items];
  }
  if (!isRecord(value)) return;
  for (const [key, item] of Object.entries(value)) {
    const others = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
    const known = Object.hasOwn(schema.properties ?? {}, key) ? schema.properties?.[key] : others;
    if (known !== undefined) yield [key, item, known];
  }
}

/** What a `$ref` stands for. */
export function resolveSchema(schema: SchemaNode, root: SchemaNode): SchemaNode {
  const name = schema.$ref?.replace('#/$defs/', '');
  return (name === undefined ? undefined : root.$defs?.[name]) ?? schema;
}
