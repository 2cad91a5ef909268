import { isAlias, isMap, isNode, isScalar, isSeq, type Alias, type Node } from 'yaml';

import type { SourceRange } from '../core/diagnostic.ts';
import type { Pointer } from './pointer.ts';

export interface Place {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

/** Follows a pointer down the tree, as far as there is something: a missing key is placed at its map. */
export function locate(root: Node | undefined, pointer: Pointer, aliases: ReadonlyMap<Alias, Node>): Place {
  let place: Place = { key: undefined, value: resolve(root, aliases) };
  for (const part of pointer) {
    const next = child(place.value, part);
    if (next === undefined) return place;
    place = { key: next.key, value: resolve(next.value, aliases) };
  }
  return place;
}

/** From the first character of a node to the last that belongs to it. */
export function nodeRange(node: Node | undefined): SourceRange {
  const [start = 0, end = 0] = node?.range ?? [];
  return { start, end: Math.max(start, end) };
}

/** Where the eye looks for a thing: its key, or else the first key in it. */
export function keyRange({ key, value }: Place): SourceRange {
  if (key !== undefined) return nodeRange(key);
  const first = isMap(value) ? value.items[0]?.key : value;
  return nodeRange(isScalar(first) ? first : value);
}

function child(node: Node | undefined, part: string | number): Place | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
    return pair === undefined ? undefined : { key: asNode(pair.key), value: asNode(pair.value) };
  }
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(part)];
  return item === undefined ? undefined : { key: undefined, value: asNode(item) };
}

function asNode(value: unknown): Node | undefined {
  return isNode(value) ? value : undefined;
}

function resolve(node: Node | undefined, aliases: ReadonlyMap<Alias, Node>): Node | undefined {
  return isAlias(node) ? (aliases.get(node) ?? node) : node;
}
