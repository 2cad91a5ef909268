/*
 * A transcript is a text file: commands and what they must say, then the files that they work on.
 *
 *   # a comment
 *   scenario validate good.yaml         runs the built command line, which must exit with 0
 *   [2] scenario validate bad.yaml      ... with 2
 *   stdout 'is valid'                   its standard output holds this text
 *   ! stderr 'error'                    its standard error does not
 *   stdout /\d+ steps/                  ... matches this
 *   empty stderr                        nothing at all was said there
 *   same stdout expected.txt            exactly the text of this file
 *   again                               the last command says the same again
 *   save stdout plan.json               keeps the output as a file
 *   json plan.json                      the file is JSON
 *   exists runs                         there is such a file or folder; `*` stands for one name
 *   ! exists runs
 *   -- good.yaml --                     from here on: the files, each after its name
 *
 * `$ROOT` is the project's folder. Quotes keep spaces; there is no other syntax.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { runCli, type CliExit } from '../helpers/cli.ts';

const ROOT = join(import.meta.dirname, '..', '..');

interface Line {
  readonly number: number;
  readonly text: string;
}

interface Transcript {
  readonly lines: readonly Line[];
  readonly files: ReadonlyMap<string, string>;
}

interface Session {
  readonly folder: string;
  last?: { readonly args: readonly string[]; readonly exit: CliExit };
}

/** Runs a transcript in an empty folder; throws at the first line that does not hold. */
export async function runTranscript(text: string, folder: string): Promise<void> {
  const { lines, files } = parse(text);
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const session: Session = { folder };
  for (const line of lines) {
    const problem = await perform(line.text, session);
    if (problem !== undefined) throw new Error(`line ${line.number}: ${line.text}\n${problem}`);
  }
}

function parse(text: string): Transcript {
  const [script = '', ...parts] = text.split(/^-- (\S+) --\n/m);
  const files = new Map<string, string>();
  for (let index = 0; index < parts.length; index += 2) files.set(parts[index]!, parts[index + 1]!);
  const lines = script
    .split('\n')
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
  return { lines, files };
}

/** What is wrong, or undefined. */
async function perform(text: string, session: Session): Promise<string | undefined> {
  const negated = text.startsWith('! ');
  const [word = '', ...args] = wordsOf(negated ? text.slice(2) : text);
  const code = /^\[(\d+)\]$/.exec(word)?.[1];
  if (word === 'scenario') return await run(args, 0, session);
  if (code !== undefined && args[0] === 'scenario') return await run(args.slice(1), Number(code), session);
  if (word === 'exists') return holds(isThere(session.folder, args[0] ?? ''), negated);
  if (word === 'json') return jsonProblem(join(session.folder, args[0] ?? ''));
  if (session.last === undefined) return 'no command before this line';
  if (word === 'again') return await again(session.last, session);
  return lookAt(word, args, { negated, folder: session.folder, exit: session.last.exit });
}

interface Look {
  readonly negated: boolean;
  readonly folder: string;
  readonly exit: CliExit;
}

function lookAt(word: string, args: readonly string[], { negated, folder, exit }: Look): string | undefined {
  const stream = word === 'stdout' || word === 'stderr' ? word : args[0];
  if (stream !== 'stdout' && stream !== 'stderr') return UNKNOWN;
  const said = exit[stream];
  if (word === 'save') {
    writeFileSync(join(folder, args[1] ?? ''), said);
    return undefined;
  }
  const fact = isSaid(word, said, { args, folder });
  const problem = fact === undefined ? UNKNOWN : holds(fact, negated);
  return problem === undefined ? undefined : `${problem}; it said:\n${said}`;
}

const UNKNOWN = 'not a line that this runner knows';

interface Wanted {
  readonly args: readonly string[];
  readonly folder: string;
}

/** Undefined where the word is none. */
function isSaid(word: string, said: string, { args, folder }: Wanted): boolean | undefined {
  switch (word) {
    case 'stdout':
    case 'stderr':
      return matches(said, args[0] ?? '');
    case 'empty':
      return said === '';
    case 'same':
      return said === readFileSync(join(folder, args[1] ?? ''), 'utf8');
    default:
      return undefined;
  }
}

async function run(args: readonly string[], code: number, session: Session): Promise<string | undefined> {
  const filled = args.map((arg) => arg.replaceAll('$ROOT', ROOT));
  const exit = await runCli(filled, { cwd: session.folder });
  session.last = { args: filled, exit };
  if (exit.code === code) return undefined;
  return `exited with ${exit.code}, expected ${code}\nstdout: ${exit.stdout}\nstderr: ${exit.stderr}`;
}

async function again(
  { args, exit }: NonNullable<Session['last']>,
  { folder }: Session,
): Promise<string | undefined> {
  const { stdout, stderr } = await runCli(args, { cwd: folder });
  return stdout === exit.stdout && stderr === exit.stderr
    ? undefined
    : `it said another thing: ${stdout}${stderr}`;
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|(\/.*\/)$|(\S+)/g)].map(
    ([, quoted, pattern, word]) => quoted ?? pattern ?? word ?? '',
  );
}

function matches(said: string, wanted: string): boolean {
  const pattern = /^\/(.*)\/$/.exec(wanted)?.[1];
  return pattern === undefined ? said.includes(wanted) : new RegExp(pattern, 'm').test(said);
}

function isThere(folder: string, name: string): boolean {
  return name
    .split('/')
    .reduce<string[]>((found, part) => found.flatMap((path) => entriesOf(path, part)), [folder])
    .some((path) => existsSync(path));
}

function entriesOf(folder: string, name: string): string[] {
  if (name !== '*') return [join(folder, name)];
  return existsSync(folder) ? readdirSync(folder).map((entry) => join(folder, entry)) : [];
}

function jsonProblem(file: string): string | undefined {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function holds(fact: boolean, negated: boolean): string | undefined {
  return fact === negated ? 'does not hold' : undefined;
}
