import type { Diagnostic } from '../core/diagnostic.ts';
import { suggestionHint } from '../core/suggest.ts';
import { isRecord } from '../core/is-record.ts';
import type { ParamMap, ParamValue } from './params.ts';
import { findReferences } from './references.ts';

/** A param may stand in the text many thousand times: what it fills in stays small. */
const LONGEST = 1000;

export interface ParamValues {
  readonly values: ParamMap;
  /** The document with what `--set` says as the defaults. */
  readonly document: unknown;
  /** About `--set`, so without a place in the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The value of each declared param: its default, or what `--set` says, read as the default's type. */
export function readParamValues(document: unknown, set: Readonly<Record<string, string>>): ParamValues {
  const declared = isRecord(document) && isRecord(document['params']) ? document['params'] : {};
  const values = new Map<string, ParamValue | undefined>();
  for (const [name, param] of Object.entries(declared)) {
    const fallback = isRecord(param) ? param['default'] : undefined;
    values.set(name, isParamValue(fallback) ? fallback : undefined);
  }
  const changed: Record<string, unknown> = {};
  const diagnostics: Diagnostic[] = [];
  for (const [name, text] of Object.entries(set)) {
    const known = [...values.keys()];
    const given = known.includes(name) ? readAs(name, text, values.get(name)) : unknownParam(name, known);
    if (typeof given === 'object') {
      diagnostics.push(given);
      continue;
    }
    values.set(name, given);
    const param = declared[name];
    changed[name] = isRecord(param) ? { ...param, default: given } : param;
  }
  const isChanged = isRecord(document) && Object.keys(changed).length > 0;
  return {
    values,
    document: isChanged ? { ...document, params: { ...declared, ...changed } } : document,
    diagnostics,
  };
}

function readAs(name: string, text: string, fallback: ParamValue | undefined): ParamValue | Diagnostic {
  if (text.length > LONGEST) {
    return refuse(name, `is longer than ${LONGEST} characters`, 'give a shorter value');
  }
  const { references, problems } = findReferences(text);
  if (problems[0] !== undefined) return refuse(name, problems[0].message, problems[0].hint);
  if (references.some(({ kind }) => kind === 'params' || kind === 'matrix')) {
    return refuse(name, 'refers to a param or an axis', 'a param cannot be made of another: write its value');
  }
  if (typeof fallback === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true';
    return refuse(name, `expected \`true\` or \`false\`, got \`${text}\``, `write \`--set ${name}=true\``);
  }
  if (typeof fallback === 'number') {
    const value = text.trim() === '' ? NaN : Number(text);
    if (Number.isFinite(value)) return value;
    return refuse(
      name,
      `expected a number, got \`${text}\``,
      `write for example \`--set ${name}=${fallback}\``,
    );
  }
  return text;
}

function refuse(name: string, reason: string, hint: string): Diagnostic {
  return { code: 'param-set-invalid', severity: 'error', message: `\`--set ${name}\`: ${reason}`, hint };
}

function unknownParam(name: string, known: readonly string[]): Diagnostic {
  const hint = suggestionHint(name, known) ?? 'the scenario declares no `params`';
  const message = `\`--set ${name}\` names no param of the scenario`;
  return { code: 'param-set-unknown', severity: 'error', message, hint };
}

function isParamValue(value: unknown): value is ParamValue {
  const fits = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';
  return fits && `${value}`.length <= LONGEST;
}
