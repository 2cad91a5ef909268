import { isScalar, type Alias, type Node } from 'yaml';

import type { SourceRange } from '../core/diagnostic.ts';
import { originalRange, type FilledText } from './filled-text.ts';
import { keyRange, Locator, nodeRange } from './locate.ts';
import { pointerKey, type Pointer } from './pointer.ts';
import { ScalarRanges } from './scalar-range.ts';

export type { Pointer } from './pointer.ts';

export interface SourceFile {
  /** As the person named it, for messages. */
  readonly file: string;
  readonly text: string;
}

/** The text of a scenario, and where in it, or in what it is made of, each part of the document stands. */
export interface ScenarioSource extends SourceFile {
  /** The scenario's own, then those that it extends and includes. */
  readonly files: readonly SourceFile[];
  /**
   * The range of a value, or of its key; of the nearest parent that exists where the part itself does not.
   * `within` narrows it to a part of a string, in offsets of the string after params were filled in.
   */
  rangeOf(pointer: Pointer, where?: 'key' | 'value', within?: SourceRange): SourceRange;
}

export interface SourceTree {
  readonly root: Node | undefined;
  readonly aliases: ReadonlyMap<Alias, Node>;
  /** By `pointerKey`. */
  readonly filled: ReadonlyMap<string, FilledText>;
}

/** The text that a range is of. */
export function sourceFileOf(source: ScenarioSource, range: SourceRange | undefined): SourceFile {
  return source.files.find(({ file }) => file === range?.file) ?? source;
}

/** A comparison by position: what has none first, then file by file. */
export function byPosition(
  source: ScenarioSource | undefined,
): (a: { readonly range?: SourceRange }, b: { readonly range?: SourceRange }) => number {
  const order = new Map(source?.files.map(({ file }, index) => [file, index]));
  const rank = ({ range }: { readonly range?: SourceRange }): number => order.get(range?.file ?? '') ?? 0;
  return (a, b) => rank(a) - rank(b) || (a.range?.start ?? -1) - (b.range?.start ?? -1);
}

/** The source of one text alone. */
export function createSource(file: string, text: string, tree: SourceTree): ScenarioSource {
  const locator = new Locator(tree.root, tree.aliases);
  const scalars = new ScalarRanges(text);
  return {
    file,
    text,
    files: [{ file, text }],
    rangeOf: (pointer, where = 'value', within) => {
      const place = locator.locate(pointer);
      if (where === 'key' || place.value === undefined) return keyRange(place);
      if (within === undefined || !isScalar(place.value)) return nodeRange(place.value);
      const filled = tree.filled.get(pointerKey(pointer));
      const inScalar = filled === undefined ? within : originalRange(filled, within);
      return scalars.rangeOf(place.value, inScalar);
    },
  };
}
