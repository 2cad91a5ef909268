import { isRecord } from '../core/is-record.ts';
import type { Finding } from './finding.ts';
import { Origins } from './origins.ts';
import { isWithin, parsePointer, type Pointer } from './pointer.ts';
import { validate } from './validate.gen.js';
import { CURRENT_VERSION } from './version.ts';

/** A mistake, as far as leaving it out needs it. */
export type BrokenPart = Pick<Finding, 'pointer' | 'standIn'> & Partial<Pick<Finding, 'code'>>;

export interface RepairedDocument {
  readonly document: unknown;
  readonly origins: Origins;
}

/** What the rest of a scenario refers to: without a part of these, later checks would report what follows from it. */
const NEEDED: ReadonlySet<unknown> = new Set(['services', 'edges', 'load', 'params', 'profiles']);

/** The keys below them that others depend on; a service or a load is as well judged without its other keys. */
const ESSENTIAL: ReadonlySet<unknown> = new Set([
  'start',
  'command',
  'env',
  'url',
  'ports',
  'protocol',
  'from',
  'to',
  'listen',
  'through',
  'rate',
  'requests',
  'journey',
  'default',
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'head',
  'options',
]);

/**
 * A document in which stand-ins take the place of what is broken, and optional parts that are broken are left out,
 * so that later checks can report their mistakes in the same go. Undefined where a needed part is broken.
 * It is for checking only, never for running.
 */
export function withoutBrokenParts(
  document: unknown,
  parts: readonly BrokenPart[],
): RepairedDocument | undefined {
  if (!isRecord(document)) return undefined;
  const origins = new Origins();
  const draft: unknown = { name: 'unnamed', ...structuredClone(document), version: CURRENT_VERSION };
  if (!parts.every((part) => mend(draft, part, origins))) return undefined;
  if (!validate(draft)) {
    const left = (validate.errors ?? []).map(({ instancePath }) => ({ pointer: parsePointer(instancePath) }));
    if (!left.every((part) => mend(draft, part, origins))) return undefined;
  }
  const repaired = closeGaps(draft, [], origins);
  return validate(repaired) ? { document: repaired, origins } : undefined;
}

/** Takes the place of an item until all are mended, so that the others keep theirs. */
const GAP: unique symbol = Symbol('gap');

/** Whether the draft can do without the part, which is then gone or replaced. */
function mend(draft: unknown, { pointer, standIn, code }: BrokenPart, origins: Origins): boolean {
  const isStrayKey = code === 'unknown-key' || code === 'misplaced-key';
  if (standIn !== undefined) {
    if (!isWithin(standIn.pointer, pointer)) {
      remove(draft, pointer);
      origins.move(pointer.slice(0, -1), pointer.at(-1)!, standIn.pointer.at(-1)!);
    }
    set(draft, standIn.pointer, structuredClone(standIn.value));
    return true;
  }
  if (!isStrayKey && !isExpendable(pointer)) return false;
  remove(draft, isStrayKey ? pointer : (wholeItemOf(pointer) ?? pointer));
  return true;
}

function isExpendable(pointer: Pointer): boolean {
  if (pointer.length === 0) return false;
  if (!NEEDED.has(pointer[0])) return true;
  // Below the map of all services comes the name of one, and below that its keys; a number is an item of a list.
  return pointer.length > 2 && !ESSENTIAL.has(pointer.at(-1)) && !/^\d+$/.test(String(pointer.at(-1)));
}

/** Items of these lists of a step mean something only as a whole. */
const WHOLE: ReadonlySet<unknown> = new Set(['expect', 'warn', 'do']);

function wholeItemOf(pointer: Pointer): Pointer | undefined {
  const isIn = pointer[0] === 'steps' && WHOLE.has(pointer[2]);
  return isIn && pointer.length > 3 ? pointer.slice(0, 4) : undefined;
}

function remove(draft: unknown, pointer: Pointer): void {
  const holder = at(draft, pointer.slice(0, -1));
  const part = pointer.at(-1);
  if (part === undefined) return;
  if (Array.isArray(holder) && Number(part) < holder.length) holder[Number(part)] = GAP;
  else if (isRecord(holder)) Reflect.deleteProperty(holder, part);
}

function set(draft: unknown, pointer: Pointer, value: unknown): void {
  const holder = at(draft, pointer.slice(0, -1));
  const part = pointer.at(-1);
  if (part !== undefined && (isRecord(holder) || Array.isArray(holder))) Reflect.set(holder, part, value);
}

function at(draft: unknown, pointer: Pointer): unknown {
  let value = draft;
  for (const part of pointer) {
    if (Array.isArray(value)) value = value[Number(part)];
    else if (isRecord(value) && Object.hasOwn(value, part)) value = value[part];
    else return undefined;
  }
  return value;
}

function closeGaps(value: unknown, written: Pointer, origins: Origins): unknown {
  if (Array.isArray(value)) {
    const kept = [...value.keys()].filter((index) => value[index] !== GAP);
    for (const [to, from] of kept.entries()) origins.move(written, from, to);
    return kept.map((index) => closeGaps(value[index], [...written, index], origins));
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      closeGaps(item, [...written, origins.part(written, key)], origins),
    ]),
  );
}
