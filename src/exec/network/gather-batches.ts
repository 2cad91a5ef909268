import { failedLines } from './batch.ts';
import type { RunTool, ToolOptions, ToolResult } from './run-tool.ts';

interface Call {
  readonly argv: readonly string[];
  readonly options: ToolOptions;
  readonly resolve: (result: ToolResult) => void;
  readonly reject: (reason: unknown) => void;
}

/** What 64 interfaces with sixteen qdiscs each print is a quarter of what is kept of a tool's output. */
const MOST_TOGETHER = 64;

/**
 * A runner that gives what is asked of one namespace while tc is busy there to the next tc together: many interfaces installed, read or
 * undone side by side need few processes. What stops at a failing line is put together as long as it only changes something, and what goes
 * on behind one (`-force`) also where it reads.
 */
export function gatherBatches(run: RunTool): RunTool {
  const waiting = new Map<string, Call[]>();
  const serve = async (key: string, calls: Call[]): Promise<void> => {
    while (calls.length > 0) await runTogether(run, calls.splice(0, MOST_TOGETHER));
    waiting.delete(key);
  };
  return async (argv, options = {}) => {
    if (!canGather(argv, options)) return await run(argv, options);
    return await new Promise<ToolResult>((resolve, reject) => {
      const key = argv.join('\0');
      const call: Call = { argv, options, resolve, reject };
      const calls = waiting.get(key);
      if (calls !== undefined) {
        calls.push(call);
        return;
      }
      const own = [call];
      waiting.set(key, own);
      void serve(key, own);
    });
  };
}

function canGather(argv: readonly string[], { input, env, signal }: ToolOptions): boolean {
  if (argv.slice(-2).join(' ') !== '-batch -' || input === undefined || env || signal) return false;
  return goesOn(argv) || !linesOf(input).some(isShow);
}

function goesOn(argv: readonly string[]): boolean {
  return argv.at(-3) === '-force';
}

async function runTogether(run: RunTool, calls: readonly Call[]): Promise<void> {
  const [first] = calls;
  if (first === undefined) return;
  try {
    const input = calls.map(({ options }) => options.input ?? '').join('');
    const result = await run(first.argv, { input });
    const inputs = calls.map(({ options }) => linesOf(options.input ?? ''));
    const results = takeApart(result, inputs, goesOn(first.argv));
    for (const [index, { resolve }] of calls.slice(0, results.length).entries())
      resolve(results[index] ?? result);
    await runTogether(run, calls.slice(results.length));
  } catch (error) {
    for (const { reject } of calls) reject(error);
  }
}

/** What each would have been told alone, without those that were not reached; a failure that is of no line is everybody's. */
function takeApart(
  result: ToolResult,
  inputs: readonly (readonly string[])[],
  isForced: boolean,
): ToolResult[] {
  const failures = failedLines(result.stderr);
  const isKilled = result.exitCode === null;
  if (isKilled || (result.exitCode !== 0 && failures.size === 0)) return inputs.map(() => result);
  // With -j, each `show` that does not fail prints one line.
  const all = linesOf(result.stdout);
  const shows = inputs.flat().filter((line, index) => isShow(line) && !failures.has(index));
  // Where one is missing, nobody knows whose.
  const printed = all.length === shows.length ? all : [];
  let next = 0;
  const results = inputs.map((lines) => {
    const begin = next;
    next += lines.length;
    const said = lines.map((_line, index) => failures.get(begin + index));
    const shown = lines.filter((line, index) => isShow(line) && said[index] === undefined);
    const stderr = said.map((text, index) =>
      text === undefined ? '' : `${text}\nCommand failed -:${index + 1}\n`,
    );
    const stdout = printed.splice(0, shown.length).join('\n');
    return { exitCode: stderr.some((text) => text !== '') ? 1 : 0, stdout, stderr: stderr.join('') };
  });
  const firstFailed = results.findIndex(({ exitCode }) => exitCode !== 0);
  return isForced || firstFailed < 0 ? results : results.slice(0, firstFailed + 1);
}

function isShow(line: string): boolean {
  return / show /.test(line);
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
