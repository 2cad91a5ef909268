import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { batchInput, failedLines, type BatchLine } from '../../exec/network/batch.ts';
import { explainRefusal, noSuchNamespace } from '../../exec/network/errors.ts';
import { enterNamespace, type InterfaceRef } from '../../exec/network/namespace.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';
import { typedCommand } from '../../exec/network/typed-command.ts';

interface Change {
  readonly at: InterfaceRef;
  readonly lines: readonly BatchLine[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export interface ChangeQueueOptions {
  readonly run: RunTool;
  /** Where tc finds the distributions. */
  readonly tables: string;
  /** Is told each line that was carried out, as a person would type it. */
  readonly onCommand: (command: string) => void;
}

/** Since 2025, kernels allow a netem that duplicates no other netem on its device. */
const DUPLICATE_MIXED = /cannot mix duplicating netems/;
const REPLACED =
  /Failed to find specified qdisc|Specified class not found|Invalid handle|Parent Qdisc doesn't exist/;

/** Gathers what is asked at the same time, such as by all edges of a step, into one `tc -batch` for each namespace. */
export class ChangeQueue {
  readonly #options: ChangeQueueOptions;
  readonly #waiting = new Map<number, Change[]>();

  constructor(options: ChangeQueueOptions) {
    this.#options = options;
  }

  async submit(at: InterfaceRef, lines: readonly BatchLine[]): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const change: Change = { at, lines, resolve, reject };
      const waiting = this.#waiting.get(at.inode);
      if (waiting !== undefined) {
        waiting.push(change);
        return;
      }
      this.#waiting.set(at.inode, [change]);
      queueMicrotask(() => void this.#flush(at.inode));
    });
  }

  async #flush(inode: number): Promise<void> {
    const changes = this.#waiting.get(inode) ?? [];
    this.#waiting.delete(inode);
    try {
      const failures = await this.#run(changes);
      let index = 0;
      for (const change of changes) {
        const failed = change.lines.find((_line, nth) => failures.has(index + nth));
        const said = change.lines
          .map((_line, nth) => failures.get(index + nth))
          .find((text) => text !== undefined);
        index += change.lines.length;
        if (failed === undefined) this.#accept(change);
        else change.reject(changeRefused(change.at, said ?? '', failed));
      }
    } catch (error) {
      for (const { reject } of changes) reject(error);
    }
  }

  #accept({ at, lines, resolve }: Change): void {
    for (const line of lines) this.#options.onCommand(typedCommand('tc', at.netns, line));
    resolve();
  }

  /** Goes on after a line that fails, so that one edge's trouble is no other's. */
  async #run(changes: readonly Change[]): Promise<ReadonlyMap<number, string>> {
    const [first] = changes;
    if (first === undefined) return new Map();
    const enter = await enterNamespace(first.at);
    if (enter === undefined) throw noSuchNamespace(first.at, EXIT_CODES.runError);
    const lines = changes.flatMap((change) => change.lines);
    const { exitCode, stderr } = await this.#options.run([...enter, 'tc', '-force', '-batch', '-'], {
      input: batchInput(lines),
      env: { TC_LIB_DIR: this.#options.tables },
    });
    const failures = failedLines(stderr);
    if (exitCode === 0 || failures.size > 0) return failures;
    throw changeRefused(first.at, stderr, lines[0] ?? []);
  }
}

function changeRefused(at: InterfaceRef, said: string, line: BatchLine): SquallError {
  if (DUPLICATE_MIXED.test(said)) {
    return new SquallError(
      'duplicate-not-alone',
      `this kernel duplicates packets on \`${at.device}\` only where one edge is impaired there`,
      {
        hint: 'leave `duplicate` out, or give the edge an interface of its own',
        exitCode: EXIT_CODES.environment,
      },
    );
  }
  if (REPLACED.test(said)) {
    const show = typedCommand('tc', at.netns, ['qdisc', 'show', 'dev', at.device]);
    return new SquallError(
      'impairments-replaced',
      `what was installed on \`${at.device}\` is no longer there: somebody has removed or replaced it`,
      {
        hint: `look at \`${show}\`, and at what else configures this interface`,
        exitCode: EXIT_CODES.runError,
      },
    );
  }
  return explainRefusal(said, {
    at,
    doing: 'change the impairments on',
    words: ['tc', ...line],
    exitCode: EXIT_CODES.runError,
  });
}
