import { displayWidth } from '../display-width.ts';

/** Room that a continuation line keeps even on an absurdly narrow terminal. */
const LEAST_ROOM = 8;

/**
 * Breaks plain text at spaces into lines of at most `width` cells; all but the first are indented by `hang` cells. A
 * word that is longer than a line is cut.
 */
export function wrapText(text: string, width: number, hang: number): readonly string[] {
  const indent = ' '.repeat(Math.max(0, Math.min(hang, width - LEAST_ROOM)));
  const lines: string[] = [];
  let line = '';
  for (const [position, word] of text.split(' ').entries()) {
    const longer = position === 0 ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line.trim() !== '') lines.push(line);
    const pieces = cutWord(line.trim() === '' ? line + word : indent + word, { width, indent });
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}

function cutWord(word: string, { width, indent }: { width: number; indent: string }): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    // A line holds at least one character, or a wide one on a terminal of one cell would never end.
    if (piece.trim() !== '' && displayWidth(piece + character) > width) {
      pieces.push(piece);
      piece = indent;
    }
    piece += character;
  }
  return [...pieces, piece];
}
