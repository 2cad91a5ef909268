import { explainRefusal, moduleMissing } from '../../exec/network/errors.ts';
import { batchInput, failedLines, line, type BatchLine } from '../../exec/network/batch.ts';
import { isRestored, restoreLine, spellings, type Snapshot } from '../../exec/network/snapshot.ts';
import { parseQdiscs, rootOf } from '../../exec/network/qdiscs.ts';
import type { RunTool, ToolResult } from '../../exec/network/run-tool.ts';
import { filterLine, type Classifier } from './filters.ts';
import { deviceLines, redirectLines } from './ingress.ts';
import { treeLines } from './tree.ts';

/** The loopback of a namespace that exists for one command. */
const AT = { netns: 'host', device: 'lo' } as const;
const DOING = 'try out impairments on';

/** Both make a namespace that ends with the command; the second where only users may. */
const THROW_AWAY = [
  ['unshare', '--net', '--'],
  ['unshare', '--user', '--map-root-user', '--net', '--'],
] as const;
const NO_NAMESPACE = /^unshare: /m;

/**
 * Finds out what this kernel has by doing it in a throw-away namespace, so that nothing is touched before it is known. A machine
 * that lets us make none is told by the first refusal on the interface itself.
 * @throws SquallError `kernel-module-missing`, `tool-not-found` or `tc-failed`, exit code 3.
 */
export async function tryKernel(
  run: RunTool,
  withIngress: boolean,
  signal: AbortSignal,
): Promise<Classifier> {
  const tree = {
    device: 'lo',
    slots: [{ edge: 'trial', direction: 'up', match: [], dnsToo: true }],
  } as const;
  const lines = [...treeLines(tree, 'u32', 'add'), ...(withIngress ? redirectLines('lo', 'lo') : [])];
  const [flower, u32] = (['flower', 'u32'] as const).map((classifier, pref) =>
    filterLine(
      { family: 'ip', protocol: 'tcp', address: '192.0.2.1', port: 80 },
      { device: 'lo', classifier, direction: 'up', pref: pref + 1 },
    ),
  );
  const all = [...lines, ...(flower === undefined ? [] : [flower]), ...(u32 === undefined ? [] : [u32])];
  const result = await runApart(run, ['tc', '-force', '-batch', '-'], { input: batchInput(all), signal });
  if (result === undefined) return 'u32';
  const failures = failedLines(result.stderr);
  for (const [index, said] of failures) {
    if (index < lines.length) throw refusal(said, lines[index]);
  }
  if (withIngress) await tryDevice(run, signal);
  if (!failures.has(lines.length)) return 'flower';
  if (failures.has(lines.length + 1)) throw moduleMissing('cls_u32');
  return 'u32';
}

/** How tc makes the same again, found out by doing it; undefined where it cannot. */
export async function tryRestore(
  run: RunTool,
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<Snapshot | undefined> {
  for (const spelling of spellings(snapshot)) {
    const input = batchInput([restoreLine('lo', spelling), line`qdisc show dev lo`]);
    const result = await runApart(run, ['tc', '-j', '-batch', '-'], { input, signal });
    if (result === undefined) return snapshot;
    if (result.exitCode === 0 && isRestored(rootOf(parseQdiscs(result.stdout)), snapshot)) return spelling;
  }
  return undefined;
}

async function tryDevice(run: RunTool, signal: AbortSignal): Promise<void> {
  const lines = deviceLines('squall-trial');
  const result = await runApart(run, ['ip', '-batch', '-'], { input: batchInput(lines), signal });
  if (result !== undefined && result.exitCode !== 0) throw refusal(result.stderr, lines[0]);
}

function refusal(said: string, words: BatchLine = []): Error {
  return explainRefusal(said, { at: AT, doing: DOING, words: ['tc', ...words] });
}

async function runApart(
  run: RunTool,
  command: readonly string[],
  options: { readonly input: string; readonly signal: AbortSignal },
): Promise<ToolResult | undefined> {
  for (const apart of THROW_AWAY) {
    const result = await run([...apart, ...command], options);
    if (!NO_NAMESPACE.test(result.stderr)) return result;
  }
  return undefined;
}
