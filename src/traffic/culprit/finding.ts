import type { Share } from './culprit.ts';
import type { Hop } from './hop.ts';

/** Something that may explain what is complained of: the service or the link that a hop leads to or is. */
export interface Suspect {
  readonly hop: Hop;
  readonly share: Share;
  /** Longer than before because of it, in milliseconds; where time is looked at. */
  readonly added?: number;
  /** The sentence that accuses it. */
  readonly words: string;
}

/** What one look at a hop came to. */
export type Finding =
  /** Its own network explains it. */
  | {
      readonly kind: 'link';
      readonly share: Share;
      readonly words: string;
      readonly seen: readonly Suspect[];
    }
  /** The service that it leads to does, and nothing behind it. */
  | { readonly kind: 'service'; readonly words: string; readonly seen: readonly Suspect[] }
  /** That service or something behind it, where nothing is read. */
  | { readonly kind: 'beyond'; readonly words: string; readonly seen: readonly Suspect[] }
  | { readonly kind: 'dependency'; readonly next: Suspect; readonly seen: readonly Suspect[] }
  | { readonly kind: 'unclear'; readonly why: string; readonly seen: readonly Suspect[] };
