import { writerTo } from './output-stream.ts';

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

/** The real one. */
export function processIo(): Io {
  const err = writerTo(process.stderr, () => {});
  const out = writerTo(process.stdout, (reason) => {
    err(`standard output cannot be written any more: ${reason}\n`);
  });
  const forced = process.env['FORCE_COLOR'] !== undefined && process.env['FORCE_COLOR'] !== '0';
  const refused = (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';
  const isTerminal = process.stdout.isTTY && process.env['TERM'] !== 'dumb';
  return {
    out,
    err,
    isTerminal,
    colour: !refused && (isTerminal || forced),
    columns: () => process.stdout.columns ?? 100,
    rows: () => process.stdout.rows ?? 24,
    env: process.env,
  };
}
