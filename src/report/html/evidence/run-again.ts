import type { RunResult } from '../../../core/result.gen.ts';

const PLAIN_WORD = /^[\w./@%+=:,-]+$/;

/** The command that makes the same run; parameters are set even where they are the defaults, which may change. */
export function runAgain({ scenario, seed, params }: RunResult): string {
  const settings = Object.entries(params).map(([name, value]) => `--set ${quoteWord(`${name}=${value}`)}`);
  return ['scenario run', quoteWord(scenario.file), `--seed ${seed}`, ...settings].join(' ');
}

/** A word for a POSIX shell: people copy the command, and a file's name can hold anything. */
export function quoteWord(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
