import { tmpdir } from 'node:os';

import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { runCommand } from '../../exec/command.ts';
import type { Environment } from '../../exec/spawn.ts';
import type { FindingContext } from './find-k6.ts';

const WITHIN = 10_000;

/**
 * Makes a named pipe that only its owner may use. Node cannot by itself, and an open file of ours is no way to k6: the pipes that Node
 * makes are sockets, which Linux does not open by the name /dev/fd/3.
 * @throws SquallError `k6-pipe`, exit code 3.
 */
export async function makeFifo(path: string, env: Environment, context: FindingContext): Promise<void> {
  const argv = ['mkfifo', '-m', '600', path];
  const { exitCode, lastLine } = await runCommand({ argv, env, cwd: tmpdir(), timeout: WITHIN, ...context });
  if (exitCode === 0) return;
  throw new SquallError('k6-pipe', `cannot make a named pipe for what k6 measures: ${lastLine}`, {
    hint: 'put the run folder on a file system that has them with `--out DIR`',
    exitCode: EXIT_CODES.environment,
  });
}
