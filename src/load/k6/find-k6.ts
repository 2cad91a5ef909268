import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Clock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { runCommand } from '../../exec/command.ts';
import type { Environment } from '../../exec/spawn.ts';
import { parseVersion } from './version.ts';

/** A k6 that works here. */
export interface K6 {
  /** What to start: a path, or a name that is looked up on PATH. */
  readonly program: string;
  /** For reports: `k6 v2.2.0`. */
  readonly text: string;
}

export interface FindingContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The first with the options that a run is started with: `--new-machine-readable-summary` is new in it. */
const OLDEST = { major: 1, minor: 5 } as const;
/** It is a file of 70 MB: from a cold disk that takes seconds. */
const ANSWERS_WITHIN = 30_000;

const INSTALL =
  'install k6 1.5 or later (https://grafana.com/docs/k6/latest/set-up/install-k6/) so that it is on PATH, or name its file in `K6_BINARY`';

/**
 * Finds the k6 that `K6_BINARY` names, or the one on PATH, and asks for its version.
 * @throws SquallError `k6-missing`, `k6-too-old` or `k6-unreadable`, exit code 3.
 */
export async function findK6(env: Environment, context: FindingContext): Promise<K6> {
  const named = env['K6_BINARY'] ?? '';
  // A path is meant from where the person is, and the run starts its processes elsewhere.
  const program = named === '' ? 'k6' : named.includes('/') ? path.resolve(named) : named;
  const said = await askVersion(program, env, context).catch((error: unknown) => {
    if (!(error instanceof SquallError) || error.exitCode !== EXIT_CODES.environment) throw error;
    const where = named === '' ? 'k6 is not on PATH' : `\`K6_BINARY\` names no program: ${error.message}`;
    throw notAble('k6-missing', where, error);
  });
  const version = parseVersion(said);
  if (version === undefined) {
    throw notAble(
      'k6-unreadable',
      `\`${program} version\` names no version of k6: it says \`${said.slice(0, 80)}\``,
    );
  }
  const text = `k6 v${version.major}.${version.minor}.${version.patch}`;
  if (version.major < OLDEST.major || (version.major === OLDEST.major && version.minor < OLDEST.minor)) {
    throw notAble('k6-too-old', `${text} (\`${program}\`) is too old: 1.5 or later is needed`);
  }
  return { program, text };
}

async function askVersion(program: string, env: Environment, context: FindingContext): Promise<string> {
  const argv = [program, 'version'];
  const result = await runCommand({ argv, env, cwd: tmpdir(), timeout: ANSWERS_WITHIN, ...context });
  return result.exitCode === 0 ? result.stdout.trim() : result.lastLine;
}

function notAble(code: string, message: string, cause?: unknown): SquallError {
  return new SquallError(code, message, { hint: INSTALL, exitCode: EXIT_CODES.environment, cause });
}
