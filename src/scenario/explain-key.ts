import { suggest, suggestionHint } from '../core/suggest.ts';
import { nameOfSchema } from './describe.ts';
import type { Finding } from './finding.ts';
import { isRecord } from '../core/is-record.ts';
import type { Pointer } from './pointer.ts';
import { scenarioSchema, type SchemaNode } from './validate.gen.js';

interface Holder {
  readonly schema: SchemaNode;
  /** The map that has the key. */
  readonly map: unknown;
}

/** A key that its map does not know: misspelt, in the wrong place, or neither. */
export function explainUnknownKey(pointer: Pointer, key: string, { schema, map }: Holder): Finding {
  const known = Object.keys(schema.properties ?? {});
  const free = known.filter((name) => !isRecord(map) || !Object.hasOwn(map, name));
  const at = { pointer: [...pointer, key], where: 'key' } as const;
  const shown = `\`${key.slice(0, 80)}\``;
  const meant = suggest(key, free);
  const home = meant === undefined ? homeOf(key) : undefined;
  if (home !== undefined) {
    const message = `${shown} is a key of ${home}, not of ${nameOfSchema(schema)}`;
    return { code: 'misplaced-key', message, hint: `move it into ${home}`, ...at };
  }
  const hint = twiceHint(key, { schema, map }) ?? suggestionHint(key, free);
  const message = `unknown key ${shown} in ${nameOfSchema(schema)}`;
  const standIn =
    meant !== undefined && isRecord(map) ? { pointer: [...pointer, meant], value: map[key] } : undefined;
  return {
    code: 'unknown-key',
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(standIn === undefined ? {} : { standIn }),
    ...at,
  };
}

/** Where the key that was probably meant is there already. */
function twiceHint(key: string, { schema, map }: Holder): string | undefined {
  const meant = suggest(key, Object.keys(schema.properties ?? {}));
  const isThere = meant !== undefined && isRecord(map) && Object.hasOwn(map, meant);
  return isThere ? `did you mean \`${meant}\`, which is there already? Put both in one` : undefined;
}

export function explainMissingKey(pointer: Pointer, key: string, schema: SchemaNode): Finding {
  const wanted = schema.properties?.[key];
  const example = wanted?.examples?.[0];
  const standIn = example ?? (key === 'name' ? `unnamed-${String(pointer.at(-1))}` : undefined);
  const line = example === undefined ? `\`${key}:\`` : `\`${key}: ${example}\``;
  const purpose = wanted?.description === undefined ? '' : ` (${firstSentence(wanted.description)})`;
  return {
    code: 'missing-key',
    message: `${nameOfSchema(schema)} needs \`${key}\``,
    hint: `add ${line}${purpose}`,
    pointer,
    where: 'key',
    ...(standIn === undefined ? {} : { standIn: { pointer: [...pointer, key], value: standIn } }),
  };
}

/** The one kind of map that does know the key. */
function homeOf(key: string): string | undefined {
  const schemas = [scenarioSchema, ...Object.values(scenarioSchema.$defs ?? {})];
  const homes = schemas.filter(
    ({ title, properties }) => title !== undefined && Object.hasOwn(properties ?? {}, key),
  );
  return homes[0] !== undefined && homes.length === 1 ? nameOfSchema(homes[0]) : undefined;
}

function firstSentence(text: string): string {
  return text.split('. ')[0]!.replace(/\.$/, '');
}
