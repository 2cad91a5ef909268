import { describeSchema, describeValue } from './describe.ts';
import type { Finding } from './finding.ts';
import type { Pointer } from './pointer.ts';
import { quoted } from './source-text.ts';
import type { SchemaNode } from './validate.gen.js';

interface Remedy {
  readonly hint?: string;
  /** What was probably meant. */
  readonly meant?: unknown;
}

/** A value of the wrong type. */
export function explainType(pointer: Pointer, schema: SchemaNode, data: unknown): Finding {
  const { hint, meant } = remedyOf(pointer, schema, data);
  return {
    code: 'wrong-type',
    message: `expected ${describeSchema(schema)}, got ${describeValue(data)}`,
    ...(hint === undefined ? {} : { hint }),
    pointer,
    where: 'value',
    ...(meant === undefined ? {} : { standIn: { pointer, value: meant } }),
  };
}

const SWITCH_WORDS: Readonly<Record<string, boolean>> = {
  yes: true,
  on: true,
  y: true,
  no: false,
  off: false,
  n: false,
};

function remedyOf(pointer: Pointer, schema: SchemaNode, data: unknown): Remedy {
  const types = [schema.type ?? []].flat();
  const example = schema.examples?.[0];
  // What later checks say of a service follows from its scheme, and another's is not meant.
  const standIn = pointer.at(-1) === 'url' ? undefined : example;
  if (data === null) return { hint: 'give it a value, or remove the key', meant: standIn };
  if (typeof data === 'string') {
    if (types.includes('boolean') && Object.hasOwn(SWITCH_WORDS, data)) {
      return { hint: `write \`${SWITCH_WORDS[data]}\``, meant: SWITCH_WORDS[data] };
    }
    const whole = writtenShort(pointer, data);
    if (whole !== undefined) return whole;
  }
  if (example !== undefined) return { hint: `write for example \`${example}\``, meant: standIn };
  if (isTextUnquoted(schema, data)) {
    return { hint: `put it in quotes: ${quoted(String(data))}`, meant: String(data) };
  }
  if (types.includes('array') && typeof data === 'string')
    return { hint: 'put each entry on a line that begins with `- `' };
  return {};
}

/** A number or `true` where only text can stand, and would do once it is quoted. */
function isTextUnquoted({ type, pattern }: SchemaNode, data: unknown): boolean {
  const types = [type ?? []].flat();
  const isLone = typeof data === 'number' || typeof data === 'boolean';
  if (!isLone || !types.includes('string') || types.includes('object')) return false;
  return pattern === undefined || new RegExp(pattern).test(String(data));
}

/** Text where a map or a list stands, of which the text is the one part that most have. */
function writtenShort(pointer: Pointer, text: string): Remedy | undefined {
  const key = pointer.at(-1);
  const [top, , list] = pointer;
  if (key === 'ready' && text.startsWith('/')) {
    return { hint: `write \`{ get: ${text} }\``, meant: { get: text } };
  }
  if (key === 'command') {
    const words = text.split(/\s+/).filter((word) => word !== '');
    return { hint: `write \`[${words.map((word) => inFlow(word)).join(', ')}]\``, meant: words };
  }
  if (key === 'impair' && top === 'steps') return { hint: `say of which edge: \`{ EDGE: ${text} }\`` };
  if (top === 'load' && (list === 'requests' || list === 'journey') && text.startsWith('/')) {
    const request = { get: text };
    return key === list
      ? { hint: `write \`[{ get: ${text} }]\``, meant: [request] }
      : { hint: `write \`get: ${text}\``, meant: request };
  }
  return undefined;
}

function inFlow(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : quoted(word);
}
