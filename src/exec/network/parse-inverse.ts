import { isRecord } from '../../core/is-record.ts';
import type { NetworkNamespace } from '../../core/network-interface.ts';
import { isClaim, type Claim } from './claim.ts';
import type { NetworkInverse } from './inverse.ts';
import type { InterfaceRef } from './namespace.ts';
import type { Snapshot } from './snapshot.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Reads what a journal says; undefined when it is none of these. */
export function parseNetworkInverse(fields: Fields): NetworkInverse | undefined {
  const { kind } = fields;
  const at = interfaceOf(fields['at']);
  const claim = claimOf(fields['claim']);
  switch (kind) {
    case 'remove-qdisc': {
      if (at === undefined || claim === undefined) return undefined;
      if (fields['restore'] === undefined) return { kind, at, claim };
      const restore = snapshotOf(fields['restore']);
      return restore && { kind, at, claim, restore };
    }
    case 'remove-ingress': {
      const { to } = fields;
      return at && typeof to === 'string' ? { kind, at, to } : undefined;
    }
    case 'remove-link':
      return at && { kind, at };
    case 'release-claim':
      return claim && { kind, claim };
    default:
      return undefined;
  }
}

function interfaceOf(value: unknown): InterfaceRef | undefined {
  if (!isRecord(value)) return undefined;
  const { device, inode, seen } = value;
  const netns = namespaceOf(value['netns']);
  if (netns === undefined || typeof device !== 'string' || typeof inode !== 'number') return undefined;
  return { netns, device, inode, ...(typeof seen === 'string' && { seen }) };
}

function namespaceOf(value: unknown): NetworkNamespace | undefined {
  if (value === 'host') return value;
  if (!isRecord(value)) return undefined;
  const { name, pid } = value;
  if (typeof name === 'string') return { name };
  return typeof pid === 'number' && Number.isInteger(pid) ? { pid } : undefined;
}

function claimOf(value: unknown): Claim | undefined {
  if (!isRecord(value)) return undefined;
  const { path, run } = value;
  if (typeof path !== 'string' || typeof run !== 'string') return undefined;
  const claim = { path, run };
  return isClaim(claim) ? claim : undefined;
}

function snapshotOf(value: unknown): Snapshot | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, handle, options, words } = value;
  if (typeof kind !== 'string' || typeof handle !== 'string' || !isRecord(options)) return undefined;
  if (!Array.isArray(words) || !words.every((word): word is string => typeof word === 'string'))
    return undefined;
  return { kind, handle, options, words };
}
