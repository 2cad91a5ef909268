import type { RunTool } from './run-tool.ts';

/**
 * A runner that starts a tool only once fewer than `most` others are under way. On a slow machine a hundred that compete each take as long
 * as all of them, and would be taken for hung.
 */
export function fewAtOnce(run: RunTool, most: number): RunTool {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (argv, options) => {
    if (running < most) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run(argv, options);
    } finally {
      // The place goes from hand to hand.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
