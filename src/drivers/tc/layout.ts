import { isIP } from 'node:net';

import { SquallError } from '../../core/errors.ts';
import { sha256 } from '../../core/sha256.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { interfaceLabel } from '../../core/network-interface.ts';
import { DEVICE_PREFIX, MOST_SLOTS } from '../../exec/network/handles.ts';
import type { InterfaceRef } from '../../exec/network/namespace.ts';
import { DIRECTIONS, type Direction } from '../../impairment/model.ts';
import type { KernelPlace, LinkSpec, PacketMatch } from '../driver.ts';
import { MOST_FILTERS, type Slot, type Tree } from './tree.ts';

/** Where a link takes hold, with its namespaces found. */
export interface PlacedLink {
  readonly spec: LinkSpec;
  readonly place: KernelPlace;
  readonly up: InterfaceRef;
  readonly down?: InterfaceRef;
}

/** A tree with the interface that it is for. */
export interface PlacedTree extends Tree {
  /** Whose packets it shapes. */
  readonly target: InterfaceRef;
  /** What comes in at the target is sent through a device of our own, and shaped where it leaves that. */
  readonly hook: 'egress' | 'ingress';
  /** Where the qdiscs are: the target or our device. */
  readonly at: InterfaceRef;
  readonly onForeign: KernelPlace['onForeign'];
}

/** Where one direction of an edge is. */
export interface SlotPlace {
  readonly tree: PlacedTree;
  readonly index: number;
}

/**
 * Gathers the edges by interface and way.
 * @throws SquallError `too-many-edges` or `edges-overlap`, exit code 3.
 */
export function layOut(links: readonly PlacedLink[], run: string): readonly PlacedTree[] {
  const drafts = new Map<string, Omit<PlacedTree, 'slots'> & { readonly slots: Slot[] }>();
  for (const link of links) {
    for (const direction of DIRECTIONS) {
      const { target, hook } = hookOf(link, direction);
      const key = `${target.inode} ${target.device} ${hook}`;
      const { onForeign } = link.place;
      const device = hook === 'egress' ? target.device : deviceName(run, target);
      const draft = drafts.get(key) ?? {
        target,
        hook,
        at: { ...target, device },
        device,
        onForeign,
        slots: [],
      };
      draft.slots.push(slotOf(link, direction));
      // One edge that refuses is enough.
      drafts.set(key, { ...draft, onForeign: draft.onForeign === 'refuse' ? 'refuse' : onForeign });
    }
  }
  const trees = [...drafts.values()];
  for (const tree of trees) checkSlots(tree);
  return trees;
}

/** Where a direction of an edge has its slot. */
export function findSlot(trees: readonly PlacedTree[], edge: string, direction: Direction): SlotPlace {
  for (const tree of trees) {
    const index = tree.slots.findIndex((slot) => slot.edge === edge && slot.direction === direction);
    if (index >= 0) return { tree, index };
  }
  throw new Error(`edge ${edge} has no slot ${direction}`);
}

function hookOf({ up, down }: PlacedLink, direction: Direction): Pick<PlacedTree, 'target' | 'hook'> {
  if (direction === 'up') return { target: up, hook: 'egress' };
  return down === undefined ? { target: up, hook: 'ingress' } : { target: down, hook: 'egress' };
}

function slotOf({ spec, place }: PlacedLink, direction: Direction): Slot {
  const { match, allow } = place;
  return { edge: spec.edge, direction, dnsToo: allow, ...(match !== undefined && { match }) };
}

/** The same for one run and interface, so that each recognises its own; fills the kernel's 15 characters. */
export function deviceName(run: string, { inode, device }: InterfaceRef): string {
  const digest = sha256(`${run} ${inode} ${device}`);
  return `${DEVICE_PREFIX}${digest.slice(0, 8)}`;
}

function checkSlots({ target, slots }: PlacedTree): void {
  if (slots.length > MOST_SLOTS) {
    throw new SquallError(
      'too-many-edges',
      `${interfaceLabel(target)} carries ${slots.length} impaired ways, expected at most ${MOST_SLOTS}`,
      { hint: 'give some edges an interface or a namespace of their own', exitCode: EXIT_CODES.environment },
    );
  }
  const owners = new Map<string, string>();
  for (const { edge, direction, match } of slots) {
    checkMatch(edge, match);
    for (const entry of match ?? [undefined]) {
      const key = `${direction} ${entry === undefined ? 'everything' : JSON.stringify([entry.address, entry.port, entry.protocol])}`;
      const other = owners.get(key);
      if (other !== undefined) {
        throw new SquallError(
          'edges-overlap',
          `the edges \`${other}\` and \`${edge}\` are the same packets on ${interfaceLabel(target)}`,
          {
            hint: 'tell them apart by address, port or protocol, or make them one edge',
            exitCode: EXIT_CODES.environment,
          },
        );
      }
      owners.set(key, edge);
    }
  }
}

/** Also for a far end that changes later. */
export function checkMatch(edge: string, match: readonly PacketMatch[] | undefined): void {
  if (match === undefined) return;
  const wrong = match.find(({ address }) => isIP(address) === 0 || address.includes('%'));
  if (wrong !== undefined) throw new Error(`edge ${edge}: ${wrong.address} is not an IP address`);
  // Each can be two filters.
  if (match.length === 0 || match.length > MOST_FILTERS / 2) {
    throw new SquallError('far-end-size', `the far end of edge \`${edge}\` has ${match.length} addresses`, {
      hint: `expected 1 to ${MOST_FILTERS / 2}: leave the far end out to impair every packet of an interface`,
      exitCode: EXIT_CODES.environment,
    });
  }
}
