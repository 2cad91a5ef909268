import type { NetworkInterface } from '../../core/network-interface.ts';
import type { BatchLine } from '../../exec/network/batch.ts';
import { DEVICE_PREFIX } from '../../exec/network/handles.ts';
import { typedCommand } from '../../exec/network/typed-command.ts';
import { DIRECTIONS, type Impairment } from '../../impairment/model.ts';
import type { LinkSpec } from '../driver.ts';
import { deviceLines, redirectLines } from './ingress.ts';
import { findSlot, layOut, type PlacedLink, type PlacedTree } from './layout.ts';
import { netemWords } from './netem.ts';
import { netemLine, treeLines } from './tree.ts';

/**
 * The commands that install the links, as a person would type them: for a plan, so nothing is looked up. The name of an ifb device
 * is that of the run, and u32 stands in where the kernel has no flower.
 * @throws SquallError as `layOut`.
 */
export function previewInstall(links: readonly LinkSpec[]): readonly string[] {
  return treesOf(links).flatMap((tree) => {
    const lines = treeLines(tree, 'flower', tree.onForeign === 'replace' ? 'replace' : 'add');
    const command = (line: BatchLine): string => typedCommand('tc', tree.at.netns, line);
    if (tree.hook === 'egress') return lines.map(command);
    return [
      ...deviceLines(tree.device).map((line) => typedCommand('ip', tree.at.netns, line)),
      ...lines.map(command),
      ...redirectLines(tree.target.device, tree.device).map(command),
    ];
  });
}

/** The commands that make `impairment` the whole state of one edge. */
export function previewChange(
  links: readonly LinkSpec[],
  edge: string,
  impairment: Impairment,
): readonly string[] {
  const trees = treesOf(links);
  return DIRECTIONS.map((direction) => {
    const { tree, index } = findSlot(trees, edge, direction);
    return typedCommand(
      'tc',
      tree.at.netns,
      netemLine('change', tree.device, index, netemWords(impairment[direction])),
    );
  });
}

/** Namespaces that are written alike are one; inodes are not known yet. */
function treesOf(links: readonly LinkSpec[]): readonly PlacedTree[] {
  const inodes = new Map<string, number>();
  const locate = (at: NetworkInterface): PlacedLink['up'] => {
    const key = JSON.stringify(at.netns);
    const inode = inodes.get(key) ?? inodes.size;
    inodes.set(key, inode);
    return { ...at, inode };
  };
  const placed = links.map((spec): PlacedLink => {
    const { place } = spec;
    if (place === undefined) throw new Error(`edge ${spec.edge} has no place in the kernel`);
    return {
      spec,
      place,
      up: locate(place.up),
      ...(place.down !== undefined && { down: locate(place.down) }),
    };
  });
  return layOut(placed, '').map((tree) => {
    if (tree.hook === 'egress') return tree;
    const device = `${DEVICE_PREFIX}<run>`;
    return { ...tree, device, at: { ...tree.at, device } };
  });
}
