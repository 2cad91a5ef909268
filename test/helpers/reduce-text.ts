/** So long a text is made smaller, in milliseconds: what is left after that is small enough to read. */
const LONGEST = 10_000;

/**
 * A shorter text that still fails: pieces are left out, first large ones, then small ones, as long as that helps (Zeller and Hildebrandt,
 * "Simplifying and Isolating Failure-Inducing Input", 2002).
 */
export function reduceText(text: string, fails: (text: string) => boolean): string {
  let smallest = text;
  const end = performance.now() + LONGEST;
  for (let size = Math.ceil(text.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < smallest.length && performance.now() < end;) {
      const shorter = smallest.slice(0, at) + smallest.slice(at + size);
      if (fails(shorter)) smallest = shorter;
      else at += size;
    }
  }
  return smallest;
}
