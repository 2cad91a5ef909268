import { spawnSync } from 'node:child_process';

/** The k6 that tests use: `K6_BINARY`, or the one on PATH. */
const program = process.env['K6_BINARY'] ?? 'k6';

/** Undefined where there is none: what needs it is skipped, which CI counts as failed. */
export const K6: string | undefined =
  spawnSync(program, ['version'], { stdio: 'ignore' }).status === 0 ? program : undefined;

/** For the title of what is skipped without it. */
export const NEEDS_K6: string = K6 === undefined ? 'skipped: no k6, see CONTRIBUTING.md' : K6;
