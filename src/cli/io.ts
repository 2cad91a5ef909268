import { listenToKeys } from './keys.ts';
import { outputTo } from './output-stream.ts';

/** The terminal or the pipes that a command talks to. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** Resolves when standard output takes more: false when it never will again. */
  ready(): Promise<boolean>;
  /** As `listenToKeys`. */
  keys(listener: (key: string) => void): () => void;
  /** Of standard output. */
  readonly isTerminal: boolean;
  readonly colour: boolean;
  columns(): number;
  rows(): number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The real one. */
export function processIo(): Io {
  const err = outputTo(process.stderr, () => {});
  const out = outputTo(process.stdout, (reason) => {
    err.write(`standard output cannot be written any more: ${reason}\n`);
  });
  const forced = process.env['FORCE_COLOR'] !== undefined && process.env['FORCE_COLOR'] !== '0';
  const refused = (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';
  const isTerminal = process.stdout.isTTY && process.env['TERM'] !== 'dumb';
  return {
    out: (text) => out.write(text),
    err: (text) => err.write(text),
    ready: async () => await out.ready(),
    keys: listenToKeys,
    isTerminal,
    colour: !refused && (isTerminal || forced),
    columns: () => process.stdout.columns ?? 100,
    rows: () => process.stdout.rows ?? 24,
    env: process.env,
  };
}
