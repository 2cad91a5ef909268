import { isRecord } from '../../core/is-record.ts';
import type { Pointer } from '../pointer.ts';
import type { Layer } from './layer.ts';

/** A value that was put together of several files, and which file says what. */
export interface Part {
  readonly value: unknown;
  /** Who says it; of a map made of several, who says it last. */
  readonly layer: Layer;
  /** Of a map that is made of several: its entries. */
  readonly entries?: ReadonlyMap<string, Part>;
}

export function entriesOf({ value, layer, entries }: Part): ReadonlyMap<string, Part> {
  if (entries !== undefined) return entries;
  const written = isRecord(value) ? Object.entries(value) : [];
  return new Map(written.map(([key, item]) => [key, { value: item, layer }]));
}

export function mapPart(layer: Layer, entries: ReadonlyMap<string, Part>): Part {
  const value = Object.fromEntries([...entries].map(([key, part]) => [key, part.value]));
  return { value, layer, entries };
}

/** Who says what is at a pointer; where nothing is there, who says what should hold it. */
export function layerAt(root: Part, pointer: Pointer): Layer {
  let part = root;
  for (const key of pointer) {
    const next = part.entries?.get(String(key));
    if (next === undefined) break;
    part = next;
  }
  return part.layer;
}
