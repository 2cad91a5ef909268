import path from 'node:path';
import type { RunResult, ScenarioIdentity } from '../../../core/result.gen.ts';

const PLAIN_WORD = /^[\w./@%+=:,-]+$/;

/** The command that makes the same run; parameters are set even where they are the defaults, which may change. */
export function runAgain(result: RunResult): string {
  return scenarioCommand('run', result);
}

/** The command that prints how the kernel was told to shape its links; undefined where it carried none. */
export function showCommands(result: RunResult): string | undefined {
  const isCarried = result.edges.some(({ interfaces }) => interfaces !== undefined);
  return isCarried ? scenarioCommand('plan', result) : undefined;
}

function scenarioCommand(name: 'run' | 'plan', { scenario, seed, params, steps }: RunResult): string {
  const settings = Object.entries(params).map(([key, value]) => `--set ${quoteWord(`${key}=${value}`)}`);
  const only =
    scenario.leftOut === undefined ? [] : [`--only ${quoteWord(steps.map((step) => step.name).join(','))}`];
  const allowed = foldersAbove(scenario).map((folder) => `--allow-include ${quoteWord(folder)}`);
  const words = [`scenario ${name}`, quoteWord(scenario.file), `--seed ${seed}`];
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
