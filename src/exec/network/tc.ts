import { explainRefusal, noSuchInterface, noSuchNamespace, type Attempt } from './errors.ts';
import { batchInput, failedLines, type BatchLine } from './batch.ts';
import { enterNamespace, type InterfaceRef } from './namespace.ts';
import { parseQdiscs, type Qdisc } from './qdiscs.ts';
import type { RunTool, ToolOptions } from './run-tool.ts';

const NO_DEVICE = /Cannot find device|does not exist\./;

/**
 * What is on an interface; undefined when the interface or its namespace is gone.
 * @throws SquallError as `explainRefusal`.
 */
export async function findQdiscs(run: RunTool, at: InterfaceRef): Promise<readonly Qdisc[] | undefined> {
  const enter = await enterNamespace(at);
  if (enter === undefined) return undefined;
  const words = ['tc', '-j', '-s', 'qdisc', 'show', 'dev', at.device];
  const { exitCode, stdout, stderr } = await run([...enter, ...words]);
  if (exitCode === 0) return parseQdiscs(stdout);
  if (NO_DEVICE.test(stderr)) return undefined;
  throw explainRefusal(stderr, { at, doing: 'read', words });
}

/** As `findQdiscs`, for an interface that must be there. */
export async function showQdiscs(run: RunTool, at: InterfaceRef): Promise<readonly Qdisc[]> {
  const qdiscs = await findQdiscs(run, at);
  if (qdiscs === undefined) throw noSuchInterface(at);
  return qdiscs;
}

export interface BatchOptions extends ToolOptions, Pick<Attempt, 'doing' | 'exitCode'> {
  readonly program?: 'tc' | 'ip';
}

/**
 * Carries lines out in the namespace of an interface with one process; those after the first that fails are not tried.
 * @throws SquallError as `explainRefusal`.
 */
export async function runBatch(
  run: RunTool,
  at: InterfaceRef,
  lines: readonly BatchLine[],
  { program = 'tc', doing, exitCode: failAs, ...options }: BatchOptions,
): Promise<void> {
  const enter = await enterNamespace(at);
  if (enter === undefined) throw noSuchNamespace(at, failAs);
  const argv = [...enter, program, '-batch', '-'];
  const { exitCode, stderr } = await run(argv, { ...options, input: batchInput(lines) });
  if (exitCode === 0) return;
  const [failed = 0, said = stderr] = [...failedLines(stderr)][0] ?? [];
  throw explainRefusal(said, {
    at,
    doing,
    words: [program, ...(lines[failed] ?? [])],
    ...(failAs !== undefined && { exitCode: failAs }),
  });
}
