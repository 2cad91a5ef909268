import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { runCommand, type CommandResult } from '../../exec/command.ts';
import type { K6LoadSpec } from '../load.ts';
import { k6Environment } from './environment.ts';
import type { FindingContext, K6 } from './find-k6.ts';
import { lastWords } from './last-words.ts';
import { inspectArguments } from './run-arguments.ts';
import { parseScriptOptions, type ScriptOptions } from './script-options.ts';

/** What k6 says of a script, and how long it took to say it. */
export interface Inspection {
  readonly options: ScriptOptions;
  readonly took: Milliseconds;
}

/** Scripts may read large files when they start. */
const WITHIN: Milliseconds = 60_000;
/** The options of a script with many scenarios are long, and JSON is nothing without its beginning. */
const LONGEST_ANSWER = 16_777_216;

/**
 * Lets k6 read a script, which runs its init code and sends nothing.
 * @throws SquallError `k6-script-missing`, `k6-script` (k6's own message), exit code 2.
 */
export async function inspectScript(
  k6: K6,
  spec: K6LoadSpec,
  script: string,
  context: FindingContext,
): Promise<Inspection> {
  if (!(await isFile(script))) {
    throw wrong(
      'k6-script-missing',
      `load \`${spec.name}\`: there is no script \`${script}\``,
      'paths are relative to the scenario file',
    );
  }
  const begin = context.clock.now();
  const asItIs = await inspect(k6, spec, { script, config: {} }, context);
  // `k6 run` counts one user where a script names none; `k6 inspect` does not, unless a config does. It cannot be there from the
  // beginning: where a script has scenarios, it would take their place.
  const result = NO_USERS.test(asItIs.stderr)
    ? await inspect(k6, spec, { script, config: { vus: 1 } }, context)
    : asItIs;
  const options = result.exitCode === 0 ? parseScriptOptions(result.stdout) : undefined;
  if (options === undefined) throw explain(spec.name, result);
  return { options, took: context.clock.now() - begin };
}

const NO_USERS = /number of VUs must be more than 0/;

/** With a config of its own, not that of whoever runs this: its `hosts` would look like the script's. */
async function inspect(
  k6: K6,
  spec: K6LoadSpec,
  { script, config }: { readonly script: string; readonly config: object },
  context: FindingContext,
): Promise<CommandResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'squall-k6-'));
  try {
    const file = path.join(folder, 'config.json');
    await writeFile(file, JSON.stringify(config));
    const argv = [
      k6.program,
      'inspect',
      '--execution-requirements',
      '--include-system-env-vars',
      '--log-format=json',
      `--config=${file}`,
      ...inspectArguments(spec.args),
      script,
    ];
    const env = k6Environment(spec);
    return await runCommand({
      argv,
      env,
      cwd: spec.cwd,
      timeout: WITHIN,
      tailBytes: LONGEST_ANSWER,
      ...context,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function explain(name: string, result: CommandResult): SquallError {
  const { errors, lines } = lastWords(result.stderr);
  const said = errors.at(-1) ?? lines.at(-1) ?? (result.timedOut ? 'no answer in time' : 'nothing');
  return wrong(
    'k6-script',
    `load \`${name}\`: k6 cannot use its script: ${said}`,
    'run `k6 inspect` on it to see the same',
  );
}

function wrong(code: string, message: string, hint: string): SquallError {
  return new SquallError(code, message, { hint, exitCode: EXIT_CODES.usage });
}

async function isFile(file: string): Promise<boolean> {
  return await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
