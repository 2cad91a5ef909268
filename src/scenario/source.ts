import { isScalar, type Alias, type Node } from 'yaml';

import type { SourceRange } from '../core/diagnostic.ts';
import { originalRange, type FilledText } from './filled-text.ts';
import { keyRange, Locator, nodeRange } from './locate.ts';
import { pointerKey, type Pointer } from './pointer.ts';
import { ScalarRanges } from './scalar-range.ts';

export type { Pointer } from './pointer.ts';

/** The text of a scenario, and where in it each part of the document stands. */
export interface ScenarioSource {
  /** As the person named it, for messages. */
  readonly file: string;
  readonly text: string;
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

export function createSource(file: string, text: string, tree: SourceTree): ScenarioSource {
  const locator = new Locator(tree.root, tree.aliases);
  const scalars = new ScalarRanges(text);
  return {
    file,
    text,
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
