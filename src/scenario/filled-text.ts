import type { SourceRange } from '../core/diagnostic.ts';

/** How a string changed when params were filled in: what stood where. */
export interface FilledText {
  readonly text: string;
  readonly pieces: readonly { readonly original: SourceRange; readonly filled: SourceRange }[];
}

/** Replaces parts of a text, in order and not overlapping, and remembers where each went. */
export function fillPieces<Part extends SourceRange>(
  text: string,
  parts: readonly Part[],
  replacement: (part: Part) => string,
): FilledText {
  const pieces: FilledText['pieces'][number][] = [];
  let filled = '';
  let from = 0;
  for (const part of parts) {
    filled += text.slice(from, part.start);
    const start = filled.length;
    filled += replacement(part);
    pieces.push({
      original: { start: part.start, end: part.end },
      filled: { start, end: filled.length },
    });
    from = part.end;
  }
  return { text: filled + text.slice(from), pieces };
}

/** Where a part of a filled text stood before; a part of what was put in is all of what it replaced. */
export function originalRange({ pieces }: FilledText, within: SourceRange): SourceRange {
  const original = (offset: number, edge: 'start' | 'end'): number => {
    let shift = 0;
    for (const piece of pieces) {
      if (offset < piece.filled.start || (offset === piece.filled.start && edge === 'end')) break;
      if (offset < piece.filled.end) return piece.original[edge];
      shift = piece.original.end - piece.filled.end;
    }
    return offset + shift;
  };
  return { start: original(within.start, 'start'), end: original(within.end, 'end') };
}
