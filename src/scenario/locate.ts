import { isAlias, isMap, isNode, isScalar, isSeq, type Alias, type Node, type YAMLMap } from 'yaml';

import type { SourceRange } from '../core/diagnostic.ts';
import type { Pointer } from './pointer.ts';

export interface Place {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

/** Finds the nodes of a tree by pointer; a missing part is placed at what should hold it. */
export class Locator {
  readonly #root: Node | undefined;
  readonly #aliases: ReadonlyMap<Alias, Node>;
  /** A file with ten thousand mistakes in one map is still reported in a moment. */
  readonly #entries = new Map<YAMLMap, ReadonlyMap<string, Place>>();

  constructor(root: Node | undefined, aliases: ReadonlyMap<Alias, Node>) {
    this.#root = root;
    this.#aliases = aliases;
  }

  locate(pointer: Pointer): Place {
    let place: Place = { key: undefined, value: this.#resolve(this.#root) };
    for (const part of pointer) {
      const next = this.#child(place.value, part);
      if (next === undefined) return place;
      place = { key: next.key, value: this.#resolve(next.value) };
    }
    return place;
  }

  #child(node: Node | undefined, part: string | number): Place | undefined {
    if (isMap(node)) return this.#entriesOf(node).get(String(part));
    if (!isSeq(node)) return undefined;
    const item = node.items[Number(part)];
    return item === undefined ? undefined : { key: undefined, value: asNode(item) };
  }

  #entriesOf(map: YAMLMap): ReadonlyMap<string, Place> {
    const known = this.#entries.get(map);
    if (known !== undefined) return known;
    const entries = new Map<string, Place>();
    for (const { key, value } of map.items) {
      // The first of two equal keys counts, as in the value.
      if (!isScalar(key) || entries.has(String(key.value))) continue;
      entries.set(String(key.value), { key, value: asNode(value) });
    }
    this.#entries.set(map, entries);
    return entries;
  }

  #resolve(node: Node | undefined): Node | undefined {
    return isAlias(node) ? (this.#aliases.get(node) ?? node) : node;
  }
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

function asNode(value: unknown): Node | undefined {
  return isNode(value) ? value : undefined;
}
