import type { SourceRange } from '../core/diagnostic.ts';

/** Keys and indexes from the root of the document. */
export type Pointer = readonly (string | number)[];

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
