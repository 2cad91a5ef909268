/** One line of a trace that says something. */
export interface TraceLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** The lines of a file without those that are empty or begin with `#`. */
export function traceLines(text: string): TraceLine[] {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return bare
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ number: index + 1, text: line }))
    .filter(({ text: line }) => line.trim() !== '' && !line.trimStart().startsWith('#'));
}
