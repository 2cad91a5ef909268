import { isTags, type Tags } from '../../stream/tags.ts';

/** Scripts whose URLs are all different have a set of tags for each: what is kept must not grow with them. */
const MOST = 2048;
/** Nor with the length of one. */
const LONGEST = 4096;

/** Sets of tags by their bytes, with what `derive` makes of each: most points carry a set that was seen before. */
export class TagCache<Derived> {
  readonly #derive: (tags: Tags) => Derived;
  readonly #known = new Map<string, Derived>();

  constructor(derive: (tags: Tags) => Derived) {
    this.#derive = derive;
  }

  /** Undefined where the bytes in [start, end) are no JSON object of strings. */
  at(bytes: Buffer, start: number, end: number): Derived | undefined {
    const key = bytes.toString('latin1', start, end);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const tags = parseTags(bytes.toString('utf8', start, end));
    if (tags === undefined) return undefined;
    const derived = this.#derive(tags);
    if (this.#known.size >= MOST) this.#known.clear();
    if (key.length <= LONGEST) this.#known.set(key, derived);
    return derived;
  }
}

function parseTags(text: string): Tags | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isTags(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
