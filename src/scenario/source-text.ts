export interface SourceLine {
  readonly text: string;
  /** The offset of its first character. */
  readonly start: number;
}

/** The line that holds an offset, without its line break. */
export function lineAround(text: string, offset: number): SourceLine {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return { text: text.slice(start, end === -1 ? text.length : end).replace(/\r$/, ''), start };
}

/** Text as YAML would quote it, clipped where it would flood a message. */
export function quoted(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}...` : text;
  return `'${shown.replaceAll("'", "''")}'`;
}
