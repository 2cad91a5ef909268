import { existsSync } from 'node:fs';

import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { NetworkNamespace } from '../../core/network-interface.ts';
import { explainRefusal } from './errors.ts';
import { NAMESPACE_NAMES } from './namespace.ts';
import type { RunTool } from './run-tool.ts';

/** Whether `ip netns` knows the name. */
export function hasNamespace(name: string): boolean {
  return existsSync(`${NAMESPACE_NAMES}/${name}`);
}

/** The command that runs `argv` in a namespace: the same process, with the same environment and open files. */
export function commandIn(netns: NetworkNamespace, argv: readonly string[]): readonly string[] {
  if (netns === 'host') return argv;
  const path = 'name' in netns ? `${NAMESPACE_NAMES}/${netns.name}` : `/proc/${netns.pid}/ns/net`;
  return ['nsenter', `--net=${path}`, ...argv];
}

/** @throws SquallError as `explainRefusal`. */
export async function addNamespace(run: RunTool, name: string, signal?: AbortSignal): Promise<void> {
  const words = ['ip', 'netns', 'add', name];
  const { exitCode, stderr } = await run(words, { ...(signal && { signal }) });
  if (exitCode === 0) return;
  throw explainRefusal(stderr, {
    at: { netns: { name }, device: 'lo' },
    doing: 'create',
    words,
    from: 'host',
  });
}

/**
 * Removes a named namespace if it is there, and makes sure that the name is gone; what is in it goes when its last process does.
 * @throws SquallError `namespace-stays`, exit code 5.
 */
export async function removeNamespace(run: RunTool, name: string): Promise<void> {
  if (!hasNamespace(name)) return;
  const { stderr } = await run(['ip', 'netns', 'del', name]);
  if (!hasNamespace(name)) return;
  throw new SquallError(
    'namespace-stays',
    `the network namespace \`${name}\` could not be removed: ${stderr.trim()}`,
    {
      hint: `see what is in it with \`ip netns pids ${name}\`, then run \`ip netns del ${name}\``,
      exitCode: EXIT_CODES.undoFailed,
    },
  );
}
