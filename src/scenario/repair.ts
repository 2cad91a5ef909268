import type { Finding } from './finding.ts';
import { isRecord } from '../core/is-record.ts';
import { isWithin, parsePointer, type Pointer } from './pointer.ts';
import { validate } from './validate.gen.js';
import { CURRENT_VERSION } from './version.ts';

/** What later checks would miss, and report in place of the mistake itself. */
const NEEDED: ReadonlySet<unknown> = new Set(['services', 'edges', 'load', 'params', 'profiles']);

/**
 * A document in which stand-ins take the place of what is broken, and optional parts that are broken are left out,
 * so that later checks can report their mistakes in the same go. Undefined where a needed part is broken.
 * It is for checking only, never for running.
 */
export function withoutBrokenParts(document: unknown, findings: readonly Finding[]): unknown {
  const givenUp = findings.some(({ pointer, standIn }) => standIn === undefined && NEEDED.has(pointer[0]));
  if (givenUp || !isRecord(document)) return undefined;
  const draft = structuredClone(document) as Draft;
  for (const { pointer, standIn } of findings) {
    if (standIn === undefined || !isWithin(standIn.pointer, pointer)) remove(draft, pointer);
    if (standIn !== undefined) set(draft, standIn.pointer, standIn.value);
  }
  const repaired = { name: 'unnamed', ...draft, version: CURRENT_VERSION };
  if (validate(repaired)) return repaired;
  for (const violation of validate.errors ?? []) {
    const pointer = parsePointer(violation.instancePath);
    if (pointer.length === 0 || NEEDED.has(pointer[0])) return undefined;
    remove(repaired, pointer);
  }
  return validate(repaired) ? repaired : undefined;
}

type Draft = Record<string, unknown>;

/** Removes a key; of a list only as a whole, because the places of its other items have to stay. */
function remove(draft: Draft, pointer: Pointer): void {
  const holder = mapAround(draft, pointer);
  if (holder !== undefined) delete holder.map[holder.key];
}

function set(draft: Draft, pointer: Pointer, value: unknown): void {
  const holder = mapAround(draft, pointer);
  if (holder !== undefined && holder.key === String(pointer.at(-1))) holder.map[holder.key] = value;
}

/** The innermost map on the way, and its key: where the last part is an index, the key of the list. */
function mapAround(draft: Draft, pointer: Pointer): { map: Draft; key: string } | undefined {
  let holder: { map: Draft; key: string } | undefined;
  let value: unknown = draft;
  for (const part of pointer) {
    if (isDraft(value)) {
      holder = { map: value, key: String(part) };
      value = value[part];
    } else if (Array.isArray(value)) {
      value = value[Number(part)];
    } else {
      return undefined;
    }
  }
  return holder;
}

function isDraft(value: unknown): value is Draft {
  return isRecord(value);
}
