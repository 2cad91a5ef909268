import { line, type BatchLine } from '../../exec/network/batch.ts';
import { CLEAR_NETEM } from '../../exec/network/drain.ts';
import { CLEAN_CLASS, ROOT_HANDLE, slotClass, slotHandle } from '../../exec/network/handles.ts';
import type { Direction } from '../../impairment/model.ts';
import type { PacketMatch } from '../driver.ts';
import { criteriaOf, deleteFilterLine, filterLine, sparedCriteria, type Classifier } from './filters.ts';

/** One direction of one edge on one interface: a class with a netem, and what is sent there. */
export interface Slot {
  readonly edge: string;
  readonly direction: Direction;
  /** Absent: every packet that no other slot takes. */
  readonly match?: readonly PacketMatch[];
  /** Whether DNS is taken too where no port is named. */
  readonly dnsToo: boolean;
}

/**
 *   root 5371: prio -- 5371:1 pfifo             everything else, all sixteen priorities
 *                   |- 5371:2 netem 5372:       slot 0
 *                   `- 5371:3 netem 5373:       slot 1 ...
 */
export interface Tree {
  readonly device: string;
  readonly slots: readonly Slot[];
}

/** As many packets as a device queues by itself; an ifb's 32 would drop. */
const CLEAN_LIMIT = '1000';

/** Builds the tree, clear. The handle makes the kernel refuse where a root of somebody else is; `replace` takes its place. */
export function treeLines(tree: Tree, classifier: Classifier, verb: 'add' | 'replace'): BatchLine[] {
  const { device, slots } = tree;
  const everything = slots.findIndex(({ match }) => match === undefined);
  return [
    rootLine(tree, verb, 0),
    line`qdisc add dev ${device} parent ${CLEAN_CLASS} pfifo limit ${CLEAN_LIMIT}`,
    ...slots.map((_slot, index) => netemLine('add', device, index, CLEAR_NETEM)),
    ...spareLines(tree, classifier),
    ...slots.flatMap((_slot, index) => matchLines(tree, classifier, { index, generation: 0 })),
    // Last, so that nothing passes a slot before what it spares is told apart.
    ...(everything < 0 ? [] : [rootLine(tree, 'change', everything + 1)]),
  ];
}

/** By default the priorities are spread over three bands, so that bulk traffic would meet a netem; here all take one, counted from 0. */
function rootLine({ device, slots }: Tree, verb: 'add' | 'replace' | 'change', band: number): BatchLine {
  const priomap = Array.from({ length: 16 }, () => String(band));
  const prio = line`prio bands ${slots.length + 1} priomap ${priomap}`;
  return line`qdisc ${verb} dev ${device} root handle ${ROOT_HANDLE} ${prio}`;
}

export function netemLine(
  verb: 'add' | 'change',
  device: string,
  slot: number,
  parameters: readonly string[],
): BatchLine {
  return line`qdisc ${verb} dev ${device} parent ${slotClass(slot)} handle ${slotHandle(slot)} netem ${parameters}`;
}

/** A slot's filters are numbered anew each time they change, so that the new ones stand before the old ones go. */
export interface SlotFilters {
  readonly index: number;
  readonly generation: number;
}

/** The filters of one slot. */
export function matchLines(
  { device, slots }: Tree,
  classifier: Classifier,
  { index, generation }: SlotFilters,
): BatchLine[] {
  const slot = slots[index];
  return (slot?.match ?? []).flatMap(criteriaOf).map((criterion, nth) => {
    const pref = prefOf({ index, generation, nth, named: criterion.port !== undefined });
    const direction = slot?.direction ?? 'up';
    return filterLine(criterion, { device, classifier, direction, pref, toClass: slotClass(index) });
  });
}

/** Takes the filters of one generation away. */
export function unmatchLines({ device, slots }: Tree, { index, generation }: SlotFilters): BatchLine[] {
  return (slots[index]?.match ?? [])
    .flatMap(criteriaOf)
    .map(({ port }, nth) =>
      deleteFilterLine(device, prefOf({ index, generation, nth, named: port !== undefined })),
    );
}

const SPARED_PREFS = 32_000;

/** Filters of spared traffic stand after those that name a port and before those that do not. */
function spareLines({ device, slots }: Tree, classifier: Classifier): BatchLine[] {
  const spared = sparedCriteria({
    neighbours: slots.some(takesAnyProtocol),
    dns: slots.some((slot) => takesAnyPort(slot) && !slot.dnsToo),
  });
  const directions = new Set(slots.filter(takesAnyPort).map(({ direction }) => direction));
  return [...directions].flatMap((direction, round) =>
    spared.map((criterion, nth) =>
      filterLine(criterion, { device, classifier, direction, pref: SPARED_PREFS + round * 100 + nth }),
    ),
  );
}

function takesAnyPort({ match }: Slot): boolean {
  return match === undefined || match.some(({ port }) => port === undefined);
}

function takesAnyProtocol({ match }: Slot): boolean {
  return match === undefined || match.some(({ port, protocol }) => port === undefined && protocol === 'any');
}

interface FilterNumber extends SlotFilters {
  readonly nth: number;
  /** Whether it names a port: where two edges overlap, the one that says more takes the packet. */
  readonly named: boolean;
}

/** Most filters of one slot. */
export const MOST_FILTERS = 1000;

function prefOf({ index, generation, nth, named }: FilterNumber): number {
  return (named ? 1000 : 33_000) + index * 2 * MOST_FILTERS + (generation % 2) * MOST_FILTERS + nth;
}
