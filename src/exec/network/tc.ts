import type { SquallError } from '../../core/errors.ts';
import { explainRefusal, noSuchInterface, noSuchNamespace, type Attempt } from './errors.ts';
import { batchInput, failedLines, line, type BatchLine } from './batch.ts';
import { enterNamespace, type InterfaceRef } from './namespace.ts';
import { parseQdiscs, type Qdisc } from './qdiscs.ts';
import type { RunTool, ToolOptions, ToolResult } from './run-tool.ts';

const NO_DEVICE = /Cannot find device|does not exist\./;

/**
 * What is on an interface; undefined when the interface or its namespace is gone.
 * @throws SquallError as `explainRefusal`.
 */
export async function findQdiscs(run: RunTool, at: InterfaceRef): Promise<readonly Qdisc[] | undefined> {
  return (await runBatchAndFind(run, at, [], { doing: 'read' })).qdiscs;
}

/** As `findQdiscs`, for an interface that must be there. */
export async function showQdiscs(run: RunTool, at: InterfaceRef): Promise<readonly Qdisc[]> {
  const qdiscs = await findQdiscs(run, at);
  if (qdiscs === undefined) throw noSuchInterface(at);
  return qdiscs;
}

/** What became of a batch, and what is on the interface after it. */
export interface BatchOutcome {
  /** What was said about the first line that failed. */
  readonly refusal?: SquallError;
  /** Undefined when the interface or its namespace is gone. */
  readonly qdiscs: readonly Qdisc[] | undefined;
}

/**
 * Carries every line of tc out, also behind one that fails, and reads the interface afterwards, all with one process: where there are
 * many interfaces, processes are what takes the time.
 * @throws SquallError as `explainRefusal`, where the interface could not be read.
 */
export async function runBatchAndFind(
  run: RunTool,
  at: InterfaceRef,
  lines: readonly BatchLine[],
  { doing, exitCode: failAs }: Pick<Attempt, 'doing' | 'exitCode'>,
): Promise<BatchOutcome> {
  const enter = await enterNamespace(at);
  if (enter === undefined) return { qdiscs: undefined };
  const show = line`qdisc show dev ${at.device}`;
  const argv = [...enter, 'tc', '-j', '-s', '-force', '-batch', '-'];
  const { exitCode, stdout, stderr } = await run(argv, { input: batchInput([...lines, show]) });
  const failures = failedLines(stderr);
  const attempt = { at, doing, ...(failAs !== undefined && { exitCode: failAs }) };
  const unread = whyUnread({ exitCode, stdout, stderr }, failures.get(lines.length));
  if (unread !== undefined) {
    if (NO_DEVICE.test(unread)) return { qdiscs: undefined };
    throw explainRefusal(unread, { ...attempt, words: ['tc', ...show] });
  }
  if (exitCode === 0) return { qdiscs: parseQdiscs(stdout) };
  const [[failed, said] = [0, stderr]] = failures;
  const refusal = explainRefusal(said, { ...attempt, words: ['tc', ...(lines[failed] ?? [])] });
  return { refusal, qdiscs: parseQdiscs(stdout) };
}

/** A tc that was killed, or that printed nothing where even no qdisc is a list, has not seen that nothing is there. */
function whyUnread({ exitCode, stdout, stderr }: ToolResult, said: string | undefined): string | undefined {
  if (exitCode === null) return 'tc was killed before it had answered';
  if (said !== undefined) return said;
  if (exitCode !== 0 && failedLines(stderr).size === 0) return stderr;
  return stdout.trim() === '' ? 'tc ended without an answer' : undefined;
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
