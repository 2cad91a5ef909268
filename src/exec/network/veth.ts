import type { NetworkInterface, NetworkNamespace } from '../../core/network-interface.ts';
import { explainRefusal } from './errors.ts';
import type { RunTool } from './run-tool.ts';

/** Makes a veth pair, each end where it is to be. @throws SquallError as `explainRefusal`. */
export async function addVeth(
  run: RunTool,
  [near, far]: readonly [NetworkInterface, NetworkInterface],
  signal?: AbortSignal,
): Promise<void> {
  const words = ['ip', 'link', 'add', ...endWords(near), 'type', 'veth', 'peer', ...endWords(far)];
  const { exitCode, stderr } = await run(words, { ...(signal && { signal }) });
  if (exitCode !== 0) throw explainRefusal(stderr, { at: near, doing: 'create', words, from: 'host' });
}

function endWords({ netns, device }: NetworkInterface): string[] {
  return ['name', device, ...netnsWords(netns)];
}

function netnsWords(netns: NetworkNamespace): string[] {
  if (netns === 'host') return [];
  return ['netns', 'name' in netns ? netns.name : String(netns.pid)];
}
