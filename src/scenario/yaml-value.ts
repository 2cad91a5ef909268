import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type YAMLMap } from 'yaml';

import type { Diagnostic } from '../core/diagnostic.ts';
import { nodeRange } from './locate.ts';

/** Far more than a scenario needs, and little enough that aliases of aliases cannot exhaust the memory. */
export const MOST_VALUES: number = 100_000;
const DEEPEST = 64;

export interface YamlValue {
  readonly value: unknown;
  /** What each alias stands for. */
  readonly aliases: ReadonlyMap<Alias, Node>;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether reading stopped half-way, so that the value says nothing. */
  readonly refused: boolean;
  /** How many values it holds, with aliases written out. */
  readonly count: number;
}

/** Plain values of a tree with its aliases expanded; the first of two equal keys counts. */
export function readYamlValue(root: Node): YamlValue {
  const reader = new ValueReader();
  const value = reader.read(root, 0);
  const { aliases, diagnostics, refused, count } = reader;
  return { value, aliases, diagnostics, refused, count };
}

class ValueReader {
  readonly aliases = new Map<Alias, Node>();
  readonly diagnostics: Diagnostic[] = [];
  refused = false;
  count = 0;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();

  read(node: unknown, depth: number): unknown {
    if (isAlias(node)) return this.#readAlias(node, depth);
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
    this.count += 1;
    if (!this.#accepts(node, depth)) return null;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return node.value;
    this.#open.add(node);
    const value = isSeq(node)
      ? node.items.map((item) => this.read(item, depth + 1))
      : this.#readMap(node, depth);
    this.#open.delete(node);
    return value;
  }

  #readMap(map: YAMLMap, depth: number): Record<string, unknown> {
    const first = new Map<string, Node>();
    const entries: [string, unknown][] = [];
    for (const { key, value } of map.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      if (first.has(name)) {
        this.#report(key, 'duplicate-key', `the key \`${name}\` is there twice`, 'keep one of the two');
        continue;
      }
      first.set(name, key);
      entries.push([name, this.read(value, depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  #readAlias(alias: Alias, depth: number): unknown {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      this.#report(
        alias,
        'yaml-alias',
        `the alias \`*${alias.source}\` has no anchor before it`,
        `put \`&${alias.source}\` in front of what it stands for, or quote the text`,
      );
      return null;
    }
    if (this.#open.has(target)) {
      const message = `the alias \`*${alias.source}\` stands for something that contains it`;
      this.#report(alias, 'yaml-alias', message, 'write out what is meant');
      return null;
    }
    this.aliases.set(alias, target);
    return this.read(target, depth);
  }

  #accepts(node: Node, depth: number): boolean {
    if (this.refused) return false;
    if (depth > DEEPEST) {
      this.refused = true;
      const hint = 'a scenario needs fewer than ten levels';
      this.#report(node, 'yaml-too-deep', 'lists and maps are nested too deeply', hint);
    } else if (this.count > MOST_VALUES) {
      this.refused = true;
      const message = `with its aliases written out, the file holds more than ${MOST_VALUES} values`;
      this.#report(node, 'yaml-too-large', message, 'use fewer aliases, or split the scenario');
    }
    return !this.refused;
  }

  #report(node: Node, code: string, message: string, hint: string): void {
    this.diagnostics.push({ code, severity: 'error', message, hint, range: nodeRange(node) });
  }
}
