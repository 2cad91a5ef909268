import { isRecord } from '../../core/is-record.ts';
import type { NetworkNamespace } from '../../core/network-interface.ts';
import { isClaim, type Claim } from './claim.ts';
import { MOST_SLOTS } from './handles.ts';
import type { NetworkInverse, RemoveQdisc } from './inverse.ts';
import type { InterfaceRef } from './namespace.ts';
import type { Snapshot } from './snapshot.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Reads what a journal says; undefined when it is none of these. */
export function parseNetworkInverse(fields: Fields): NetworkInverse | undefined {
  const { kind } = fields;
  const at = interfaceOf(fields['at']);
  const claim = claimOf(fields['claim']);
  switch (kind) {
    case 'remove-qdisc':
      return at && claim && removeQdiscOf(fields, { kind, at, claim });
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

function removeQdiscOf(fields: Fields, inverse: RemoveQdisc): RemoveQdisc | undefined {
  const { slots } = fields;
  // Earlier versions did not write it.
  if (slots !== undefined && !isSlotCount(slots)) return undefined;
  const restore = snapshotOf(fields['restore']);
  if (fields['restore'] !== undefined && restore === undefined) return undefined;
  return { ...inverse, ...(slots !== undefined && { slots }), ...(restore && { restore }) };
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

/** A damaged journal must not make us write an endless batch. */
function isSlotCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_SLOTS;
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
