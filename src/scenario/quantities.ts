import { shown } from '../core/shown.ts';
import { suggestionHint } from '../core/suggest.ts';
import { parseBitrate } from '../core/units/bitrate.ts';
import { parseDuration } from '../core/units/duration.ts';
import { parseFrequency } from '../core/units/frequency.ts';
import type { Parsed } from '../core/units/quantity.ts';
import { parseRatio } from '../core/units/ratio.ts';
import type { Finding } from './finding.ts';
import type { Pointer } from './pointer.ts';
import { resolveSchema, schemaChildren } from './schema-walk.ts';
import type { SchemaNode } from './validate.gen.js';

type Unit = NonNullable<SchemaNode['x-unit']>;

const PARSERS: Readonly<Record<Unit, (text: string) => Parsed<number>>> = {
  bitrate: parseBitrate,
  confidence: parseConfidence,
  duration: parseDuration,
  frequency: parseFrequency,
  ratio: parseRatio,
};

/** What the schema says in `x-unit` and `x-choices`: strings that are quantities or words. */
export function checkQuantities(document: unknown, root: SchemaNode): Finding[] {
  const findings: Finding[] = [];
  const walk = (value: unknown, node: SchemaNode, { pointer, mayBeNone }: Context): void => {
    const schema = resolveSchema(node, root);
    const context = { pointer, mayBeNone: mayBeNone || schema === root.$defs?.['impairment'] };
    const finding = checkScalar(value, schema, context);
    if (finding !== undefined) findings.push(finding);
    for (const [key, item, itemSchema] of schemaChildren(value, schema)) {
      walk(item, itemSchema, { ...context, pointer: [...pointer, key] });
    }
  };
  walk(document, root, { pointer: [], mayBeNone: false });
  return findings;
}

interface Context {
  readonly pointer: Pointer;
  /** Below an impairment every value may be `none`. */
  readonly mayBeNone: boolean;
}

function checkScalar(
  value: unknown,
  schema: SchemaNode,
  { pointer, mayBeNone }: Context,
): Finding | undefined {
  const unit = schema['x-unit'];
  const choices = schema['x-choices'] ?? [];
  if (typeof value !== 'string' && !(typeof value === 'number' && unit !== undefined)) return undefined;
  const text = String(value);
  const words = [...new Set([...choices, ...(mayBeNone || unit === 'confidence' ? ['none'] : [])])];
  if (words.includes(text)) return undefined;
  if (unit === undefined) {
    return choices.length === 0 ? undefined : unknownChoice(text, { words, schema, pointer });
  }
  const parsed = PARSERS[unit](text);
  if (parsed.ok) return undefined;
  const wordsHint =
    /\d/.test(text) || words.length === 0 ? '' : `, or ${words.map((word) => `\`${word}\``).join(', ')}`;
  return {
    code: 'invalid-quantity',
    message: parsed.message,
    hint: parsed.hint + wordsHint,
    pointer,
    where: 'value',
    ...(schema.examples === undefined ? {} : { standIn: { pointer, value: schema.examples[0] } }),
  };
}

interface Choice {
  readonly words: readonly string[];
  readonly schema: SchemaNode;
  readonly pointer: Pointer;
}

function unknownChoice(text: string, { words, schema, pointer }: Choice): Finding {
  const isSwitch = [schema.type].flat().includes('boolean');
  const hint = suggestionHint(text, [...(isSwitch ? ['true'] : []), ...words]) ?? `write \`${words[0]}\``;
  return {
    code: 'not-a-choice',
    message: `unknown choice \`${shown(text)}\``,
    hint,
    pointer,
    where: 'value',
  };
}

function parseConfidence(text: string): Parsed<number> {
  const parsed = parseRatio(text);
  if (!parsed.ok || (parsed.value > 0 && parsed.value < 1)) return parsed;
  return {
    ok: false,
    message: `a level of confidence lies between 0% and 100%, got \`${text}\``,
    hint: 'write for example `95%`',
  };
}
