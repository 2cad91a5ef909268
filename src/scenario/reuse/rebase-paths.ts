import path from 'node:path';
import { isRecord } from '../../core/is-record.ts';
import { SHIPPED_TRACES } from '../named-traces.ts';
import type { Pointer } from '../pointer.ts';
import { resolveSchema, schemaChildren } from '../schema-walk.ts';
import { scenarioSchema, type SchemaNode } from '../validate.gen.js';
import { layerAt, type Part } from './part.ts';

/** What is run in the folder `cwd`. */
const RUN_KEYS: readonly string[] = ['command', 'run'];

/** The document with every path relative to the scenario's own file, instead of to the file that says it. */
export function rebasePaths(document: unknown, root: Part): unknown {
  const rebase = (value: unknown, node: SchemaNode, pointer: Pointer): unknown => {
    const schema = resolveSchema(node, scenarioSchema);
    if (typeof value === 'string') {
      const isPath = schema['x-path'] === true && !isShippedTrace(pointer, value);
      return isPath ? under(folderOf(pointer), value) : value;
    }
    const children = [...schemaChildren(value, schema)].map(
      ([key, item, itemSchema]): [string | number, unknown] => [
        key,
        rebase(item, itemSchema, [...pointer, key]),
      ],
    );
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      return children.length === items.length ? children.map(([, item]) => item) : value;
    }
    if (!isRecord(value)) return value;
    return { ...defaultFolder(value, schema, pointer), ...value, ...Object.fromEntries(children) };
  };
  const folderOf = (pointer: Pointer): string => layerAt(root, pointer).folder;
  /** A command runs beside the file that says it. */
  const defaultFolder = (
    value: Readonly<Record<string, unknown>>,
    schema: SchemaNode,
    pointer: Pointer,
  ): object => {
    const key = RUN_KEYS.find((name) => Object.hasOwn(value, name));
    const folder = key === undefined ? '' : folderOf([...pointer, key]);
    return folder !== '' && schema.properties?.['cwd']?.['x-path'] === true ? { cwd: folder } : {};
  };
  return rebase(document, scenarioSchema, []);
}

function isShippedTrace(pointer: Pointer, written: string): boolean {
  return pointer.includes('trace') && written.startsWith(SHIPPED_TRACES);
}

function under(folder: string, written: string): string {
  // A reference has no place in a path, which is told where it stands.
  if (folder === '' || path.isAbsolute(written) || written.includes('${')) return written;
  return path.join(folder, written);
}
