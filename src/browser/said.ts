import { reasonOf } from '../core/errors.ts';

/** Longer is the log of the client, or the text of a page. */
const LONGEST = 300;

/** What the browser or its client says first; secrets are masked before it is cut, because half of one is not found any more. */
export function saidBy(thrown: unknown, mask: (text: string) => string): string {
  const [first = ''] = mask(reasonOf(thrown)).split('\n');
  return first.slice(0, LONGEST);
}
