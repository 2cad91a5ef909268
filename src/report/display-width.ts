const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Of printable ASCII each character is a cell: most texts need no segmenter, which is a hundred times slower. */
const PLAIN = /^[ -~]*$/;
const INVISIBLE = /^[\p{Mark}\p{Format}]+$/u;
/** East Asian Wide and Fullwidth (Unicode TR 11) by script, without the half-width forms; and emoji. */
const WIDE =
  /^(?:\p{Emoji_Presentation}|.*\uFE0F|(?![\uFF61-\uFFDC])[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6])/u;

function cellsOf(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/** What a reader takes for one character, and how many cells of a terminal it takes. */
export interface Grapheme {
  readonly text: string;
  readonly cells: number;
}

export function* graphemesOf(text: string): Generator<Grapheme> {
  if (PLAIN.test(text)) for (const character of text) yield { text: character, cells: 1 };
  else for (const { segment } of GRAPHEMES.segment(text)) yield { text: segment, cells: cellsOf(segment) };
}

/** How many cells of a terminal the text takes. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let cells = 0;
  for (const grapheme of graphemesOf(text)) cells += grapheme.cells;
  return cells;
}

/** The text in at most `cells` cells; what was cut shows as an ellipsis. */
export function cutToWidth(text: string, cells: number): string {
  const head = text.slice(0, Math.max(0, cells) + 1);
  if (PLAIN.test(head)) return head.length <= cells ? text : `${head.slice(0, Math.max(0, cells - 1))}…`;
  let taken = '';
  let used = 0;
  let lastFit = '';
  for (const grapheme of graphemesOf(text)) {
    used += grapheme.cells;
    if (used > cells) return `${lastFit}…`;
    taken += grapheme.text;
    if (used <= cells - 1) lastFit = taken;
  }
  return taken;
}

/** The text in at most `cells` cells, two thirds of them for its end: what was cut in the middle shows as an ellipsis. */
export function cutMiddleToWidth(text: string, cells: number): string {
  if (displayWidth(text) <= cells) return text;
  let end = '';
  let used = 0;
  for (const grapheme of [...graphemesOf(text)].toReversed()) {
    if (used + grapheme.cells > Math.floor(((cells - 1) * 2) / 3)) break;
    end = grapheme.text + end;
    used += grapheme.cells;
  }
  const left = cells - used;
  return left < 1 ? '' : cutToWidth(text, left) + end;
}

/** The text followed by blanks up to `cells`. */
export function padToWidth(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - displayWidth(text)));
}
