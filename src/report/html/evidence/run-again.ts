import type { RunResult } from '../../../core/result.gen.ts';

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

function scenarioCommand(name: 'run' | 'plan', { scenario, seed, params }: RunResult): string {
  const settings = Object.entries(params).map(([key, value]) => `--set ${quoteWord(`${key}=${value}`)}`);
  return [`scenario ${name}`, quoteWord(scenario.file), `--seed ${seed}`, ...settings].join(' ');
}

/** A word for a POSIX shell: people copy the command, and a file's name can hold anything. */
export function quoteWord(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
