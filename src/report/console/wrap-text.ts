import { displayWidth, graphemesOf } from '../display-width.ts';

/** Room that a continuation line keeps even on an absurdly narrow terminal. */
const LEAST_ROOM = 8;

/**
 * Breaks plain text at spaces into lines of at most `width` cells; all but the first are indented by `hang` cells. A
 * word that is longer than a line is cut.
 */
export function wrapText(text: string, width: number, hang: number): readonly string[] {
  if (width === Number.POSITIVE_INFINITY) return [text];
  const indent = ' '.repeat(Math.max(0, Math.min(hang, width - LEAST_ROOM)));
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const [position, word] of text.split(' ').entries()) {
    const gap = position === 0 ? '' : ' ';
    const longer = used + gap.length + displayWidth(word);
    if (longer <= width) {
      line += gap + word;
      used = longer;
      continue;
    }
    if (line.trim() !== '') lines.push(line);
    const pieces = cutWord(line.trim() === '' ? line + word : indent + word, { width, indent });
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
    used = displayWidth(line);
  }
  return [...lines, line];
}

function cutWord(word: string, { width, indent }: { width: number; indent: string }): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const { text, cells } of graphemesOf(word)) {
    // A line holds at least one character, or a wide one on a terminal of one cell would never end.
    if (used + cells > width && piece.trim() !== '') {
      pieces.push(piece);
      piece = indent;
      used = indent.length;
    }
    piece += text;
    used += cells;
  }
  return [...pieces, piece];
}
