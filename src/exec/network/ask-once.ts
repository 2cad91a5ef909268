import type { RunTool, ToolResult } from './run-tool.ts';

/**
 * A runner that starts each command once and gives its answer to everybody who asks the same: for one look at many things, where the answer
 * is to be of one moment anyway. What changes something is not to be run with it.
 */
export function askOnce(run: RunTool): RunTool {
  const answers = new Map<string, Promise<ToolResult>>();
  return async (argv, options) => {
    if (options?.input !== undefined) return await run(argv, options);
    const key = argv.join('\0');
    const answer = answers.get(key) ?? run(argv, options);
    answers.set(key, answer);
    return await answer;
  };
}
