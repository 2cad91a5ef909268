/** The terminal or the pipes that a command talks to. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** Of standard output. */
  readonly isTerminal: boolean;
  readonly colour: boolean;
  columns(): number;
  rows(): number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The real one. A reader that went away, as in `scenario plan x.yaml | head`, is not an error. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const forced = process.env['FORCE_COLOR'] !== undefined && process.env['FORCE_COLOR'] !== '0';
  const refused = (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';
  const isTerminal = process.stdout.isTTY && process.env['TERM'] !== 'dumb';
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal,
    colour: !refused && (isTerminal || forced),
    columns: () => process.stdout.columns ?? 100,
    rows: () => process.stdout.rows ?? 24,
    env: process.env,
  };
}
