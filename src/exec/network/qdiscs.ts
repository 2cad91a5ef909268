import { isRecord } from '../../core/is-record.ts';
import { INGRESS_HANDLE, ROOT_HANDLE } from './handles.ts';
import { readList } from './read-list.ts';

/** A queueing discipline as `tc -j -s qdisc show` prints it. */
export interface Qdisc {
  readonly kind: string;
  /** `0:` where the kernel has put it there by itself. */
  readonly handle: string;
  /** `root`, or the class that it hangs on. */
  readonly parent: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly bytes: number;
  readonly packets: number;
  readonly drops: number;
  readonly overlimits: number;
  /** Packets that wait in it. */
  readonly queued: number;
}

/** @throws SquallError as `readList` */
export function parseQdiscs(json: string): Qdisc[] {
  return readList('tc', json).flatMap((item) => qdiscOf(item));
}

/** The same without `dev`, for all devices of a namespace. */
export function parseQdiscsByDevice(json: string): ReadonlyMap<string, readonly Qdisc[]> {
  const devices = new Map<string, Qdisc[]>();
  for (const item of readList('tc', json)) {
    const device = isRecord(item) ? item['dev'] : undefined;
    if (typeof device === 'string') devices.set(device, [...(devices.get(device) ?? []), ...qdiscOf(item)]);
  }
  return devices;
}

function qdiscOf(item: unknown): Qdisc[] {
  if (!isRecord(item)) return [];
  const { kind, handle, parent, options } = item;
  if (typeof kind !== 'string' || typeof handle !== 'string') return [];
  const count = (key: string): number => (typeof item[key] === 'number' ? item[key] : 0);
  return [
    {
      kind,
      handle,
      parent: typeof parent === 'string' ? parent : 'root',
      options: isRecord(options) ? options : {},
      bytes: count('bytes'),
      packets: count('packets'),
      drops: count('drops'),
      overlimits: count('overlimits'),
      queued: count('qlen'),
    },
  ];
}

export function rootOf(qdiscs: readonly Qdisc[]): Qdisc | undefined {
  return qdiscs.find(({ parent }) => parent === 'root');
}

export function ingressOf(qdiscs: readonly Qdisc[]): Qdisc | undefined {
  return qdiscs.find(({ handle }) => handle === INGRESS_HANDLE);
}

export function isOurs(root: Qdisc | undefined): boolean {
  return root?.handle === ROOT_HANDLE && root.kind === 'prio';
}

/** What somebody has put on the way out, root first: the kernel's own have no handle, and the ingress is another way. */
export function foreignOf(qdiscs: readonly Qdisc[]): readonly Qdisc[] {
  if (isOurs(rootOf(qdiscs))) return [];
  return qdiscs.filter(({ handle }) => handle !== '0:' && handle !== INGRESS_HANDLE);
}

/** The netems that hang on our tree. */
export function netemsOf(qdiscs: readonly Qdisc[]): readonly Qdisc[] {
  return qdiscs.filter(({ kind, parent }) => kind === 'netem' && parent.startsWith(ROOT_HANDLE));
}
