import path from 'node:path';
import type { RunResult, ScenarioIdentity } from '../../../core/result.gen.ts';

const PLAIN_WORD = /^[\w./@%+=:,-]+$/;

/** The command that makes the same run; parameters are set even where they are the defaults, which may change. */
export function runAgain(result: RunResult): string {
  const { scenario, seed, params, steps } = result;
  const settings = Object.entries(params).map(([key, value]) => `--set ${quoteWord(`${key}=${value}`)}`);
  const only =
    scenario.leftOut === undefined ? [] : [`--only ${quoteWord(steps.map((step) => step.name).join(','))}`];
  const allowed = foldersAbove(scenario).map((folder) => `--allow-include ${quoteWord(folder)}`);
  const words = ['scenario run', quoteWord(scenario.file), `--seed ${seed}`];
  return [...words, ...settings, ...only, ...allowed].join(' ');
}

/** Those outside of the scenario's folder that it was allowed to read. */
function foldersAbove({ file, sources = [] }: ScenarioIdentity): string[] {
  const outside = sources.filter(({ path: source }) => source.startsWith('..'));
  return [...new Set(outside.map(({ path: source }) => path.join(path.dirname(file), path.dirname(source))))];
}

/** A word for a POSIX shell: people copy the command, and a file's name can hold anything. */
export function quoteWord(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
