import { shown } from '../core/shown.ts';
import { suggestionHint } from '../core/suggest.ts';
import { explainMissingKey, explainUnknownKey } from './explain-key.ts';
import { explainType } from './explain-type.ts';
import type { Finding } from './finding.ts';
import { parsePointer } from './pointer.ts';
import { quoted } from './source-text.ts';
import type { SchemaNode, SchemaViolation } from './validate.gen.js';

/** One violation of the schema in words; undefined for those that another check reports better. */
export function explain(violation: SchemaViolation): Finding | undefined {
  const { keyword, params, data } = violation;
  const schema = violation.parentSchema ?? {};
  const pointer = parsePointer(violation.instancePath);
  if (pointer[0] === 'version') return undefined;
  const at = (code: string, message: string, hint?: string): Finding => ({
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    pointer,
    where: 'value',
  });
  switch (keyword) {
    case 'additionalProperties':
      return explainUnknownKey(pointer, String(params['additionalProperty']), { schema, map: data });
    case 'required': {
      const key = String(params['missingProperty']);
      return pointer.length === 0 && key === 'version' ? undefined : explainMissingKey(pointer, key, schema);
    }
    case 'type':
      return isBareNumber(schema, data) ? undefined : explainType(pointer, schema, data);
    case 'enum':
      return at(
        'not-a-choice',
        `unknown choice \`${shown(data)}\``,
        choiceHint(data, params['allowedValues']),
      );
    case 'pattern':
      return explainPattern(violation, schema);
    // Its cause is reported as a `pattern` of its own.
    case 'propertyNames':
      return undefined;
    case 'uniqueItems':
      return {
        ...at('duplicate-item', 'the same entry is there twice', 'keep one'),
        pointer: [...pointer, Number(params['i'])],
      };
    default:
      return at('out-of-range', `${limit(keyword, params['limit'])}, got ${measured(data)}`);
  }
}

/** Reported with its unit by the check of quantities. */
function isBareNumber(schema: SchemaNode, data: unknown): boolean {
  return schema['x-unit'] !== undefined && typeof data === 'number';
}

function choiceHint(data: unknown, allowed: unknown): string | undefined {
  const choices = Array.isArray(allowed) ? allowed.map(String) : [];
  return choices.length === 1 ? `write \`${choices[0]}\`` : suggestionHint(shown(data), choices);
}

function explainPattern(violation: SchemaViolation, schema: SchemaNode): Finding {
  const pointer = parsePointer(violation.instancePath);
  const key = violation.propertyName;
  const name = key ?? shown(violation.data);
  if (key === undefined && schema.pattern === '^/') {
    const message = `expected a path that begins with \`/\`, got \`${name}\``;
    const hint = `write ${quoted(`/${name}`)}`;
    const standIn = { pointer, value: `/${name}` };
    return { code: 'invalid-path', message, hint, pointer, where: 'value', standIn };
  }
  const isOwn = key === undefined && pointer.at(-1) === 'name';
  return {
    code: 'invalid-name',
    message: `\`${shown(name)}\` cannot be a name`,
    hint: 'use letters, digits, `-`, `_` and `.`, at most 63, and begin with a letter or a digit',
    pointer: key === undefined ? pointer : [...pointer, key],
    where: key === undefined ? 'value' : 'key',
    ...(isOwn && { standIn: { pointer, value: asName(name) } }),
  };
}

function asName(text: string): string {
  return `n${text.slice(0, 40).replaceAll(/[^A-Za-z0-9_.-]/g, '-')}`;
}

const LIMITS: Readonly<Record<string, (limit: string) => string>> = {
  exclusiveMinimum: (least) => `expected more than ${least}`,
  maxItems: (most) => `expected at most ${most} entries`,
  maxLength: (most) => `expected at most ${most} characters`,
  maximum: (most) => `expected at most ${most}`,
  minItems: (least) => `expected at least ${least} ${least === '1' ? 'entry' : 'entries'}`,
  minLength: (least) => `expected at least ${least} character${least === '1' ? '' : 's'}`,
  minProperties: (least) => `expected at least ${least} key${least === '1' ? '' : 's'}`,
  minimum: (least) => `expected at least ${least}`,
};

function limit(keyword: string, value: unknown): string {
  return LIMITS[keyword]?.(shown(value)) ?? `expected a value that fits \`${keyword}\``;
}

function measured(data: unknown): string {
  if (Array.isArray(data)) return String(data.length);
  if (typeof data === 'string') return String(data.length);
  return typeof data === 'object' && data !== null ? String(Object.keys(data).length) : shown(data);
}
