import { isRecord } from '../../core/is-record.ts';
import type { NetworkNamespace } from '../../core/network-interface.ts';
import { explainRefusal, noSuchNamespace } from './errors.ts';
import { enterNamespace, locate } from './namespace.ts';
import { readList } from './read-list.ts';
import type { RunTool } from './run-tool.ts';

/** What `ip -j -d address show` tells of one interface. */
export interface ListedInterface {
  readonly device: string;
  readonly index: number;
  /** `veth`, `macvlan`, `bridge`, ...; empty for hardware. */
  readonly kind: string;
  /** IPv4 and IPv6, without prefixes. */
  readonly addresses: readonly string[];
  /** The other end of a pair, or what it is made from, where that is in another namespace: its index there. */
  readonly peerIndex?: number;
}

/**
 * Every interface of a namespace.
 * @throws SquallError as `locate` and `explainRefusal`, exit code 3.
 */
export async function listInterfaces(run: RunTool, netns: NetworkNamespace): Promise<ListedInterface[]> {
  const at = await locate({ netns, device: 'lo' });
  const enter = await enterNamespace(at);
  if (enter === undefined) throw noSuchNamespace(at);
  const words = ['ip', '-j', '-d', 'address', 'show'];
  const { exitCode, stdout, stderr } = await run([...enter, ...words]);
  if (exitCode !== 0) throw explainRefusal(stderr, { at, doing: 'list the interfaces beside', words });
  return parseInterfaces(stdout);
}

/** @throws SquallError as `readList` */
export function parseInterfaces(json: string): ListedInterface[] {
  return readList('ip', json).flatMap((item) => {
    if (!isRecord(item)) return [];
    const { ifname, ifindex, link_index: peer, linkinfo, addr_info: addresses } = item;
    // ip lists an interface that it does not tell about as an empty object.
    if (typeof ifname !== 'string' || typeof ifindex !== 'number') return [];
    const kind = isRecord(linkinfo) ? linkinfo['info_kind'] : undefined;
    return [
      {
        device: ifname,
        index: ifindex,
        kind: typeof kind === 'string' ? kind : '',
        addresses: (Array.isArray(addresses) ? addresses : []).flatMap((address: unknown) => {
          const local = isRecord(address) ? address['local'] : undefined;
          return typeof local === 'string' ? [local] : [];
        }),
        ...(typeof peer === 'number' && { peerIndex: peer }),
      },
    ];
  });
}
