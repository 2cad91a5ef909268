const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Most text: each character is a grapheme of one cell, and to segment it would be most of what a report costs. */
const PLAIN = /^[ -~]*$/;
const INVISIBLE = /^[\p{Mark}\p{Format}]+$/u;
/** East Asian Wide and Fullwidth (Unicode TR 11) by script, without the half-width forms; and emoji. */
const WIDE =
  /^(?:\p{Emoji_Presentation}|.*\uFE0F|(?![\uFF61-\uFFDC])[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6])/u;

function cellsOf(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/** How many cells of a terminal the text takes. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let cells = 0;
  for (const { segment } of GRAPHEMES.segment(text)) cells += cellsOf(segment);
  return cells;
}

/** The text in at most `cells` cells; what was cut shows as an ellipsis. */
export function cutToWidth(text: string, cells: number): string {
  if (PLAIN.test(text)) return text.length <= cells ? text : `${text.slice(0, Math.max(0, cells - 1))}…`;
  let taken = '';
  let used = 0;
  let lastFit = '';
  for (const { segment } of GRAPHEMES.segment(text)) {
    used += cellsOf(segment);
    if (used > cells) return `${lastFit}…`;
    taken += segment;
    if (used <= cells - 1) lastFit = taken;
  }
  return taken;
}

/** The text in at most `cells` cells, two thirds of them for its end: what was cut in the middle shows as an ellipsis. */
export function cutMiddleToWidth(text: string, cells: number): string {
  if (displayWidth(text) <= cells) return text;
  const graphemes = [...GRAPHEMES.segment(text)].map(({ segment }) => segment);
  let end = '';
  for (const grapheme of graphemes.toReversed()) {
    if (displayWidth(grapheme + end) > Math.floor(((cells - 1) * 2) / 3)) break;
    end = grapheme + end;
  }
  const left = cells - displayWidth(end);
  return left < 1 ? '' : cutToWidth(text, left) + end;
}

/** The text followed by blanks up to `cells`. */
export function padToWidth(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - displayWidth(text)));
}
