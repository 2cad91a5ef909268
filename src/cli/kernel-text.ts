import { BlockList } from 'node:net';
import { interfaceLabel } from '../core/network-interface.ts';
import type { LinkSpec } from '../drivers/driver.ts';
import { previewChange, previewInstall } from '../drivers/tc/preview.ts';
import { leaveOf, literalMatches, namespaceOf } from '../engine/link-places.ts';
import { layOutNetwork, type NetworkLayout } from '../engine/network/layout.ts';
import { freeSubnets } from '../engine/network/subnets.ts';
import type { InterfacePlace, Plan, PlannedEdge, PlannedLink } from '../plan/plan.ts';

/** Stands for the four digits that name a run. */
const TAG = '<run>';

/** What a plan says about its links of the kernel: where they are, and the commands of those whose packets are known. */
export interface KernelText {
  /** Where an edge is taken hold of; undefined where no kernel driver does. */
  place(edge: PlannedEdge): string | undefined;
  /** The commands that install every link, clear. */
  readonly install: readonly string[];
  /** The commands that bring one edge into the state of a step. */
  change(link: PlannedLink): readonly string[];
}

export function kernelText(plan: Plan): KernelText {
  // What is taken on this machine does not matter: no address is shown.
  const layout = layOutNetwork(plan, TAG, freeSubnets('', new BlockList()));
  const specs = [...plan.edges.flatMap((edge) => pairSpec(edge, layout)), ...interfaceSpecs(plan)];
  return {
    place: (edge) => placeText(edge, layout),
    install: previewInstall(specs),
    change: (link) =>
      specs.some(({ edge }) => edge === link.edge) ? previewChange(specs, link.edge, link.impairment) : [],
  };
}

/** Where edges share a pair, filters have addresses and ports in them that only the run knows: no commands yet. */
function pairSpec({ name, protocol, per }: PlannedEdge, layout: NetworkLayout): LinkSpec[] {
  const pair = layout.edges.get(name);
  if (pair?.exclusive !== true) return [];
  const place = { up: pair.near, down: pair.far, onForeign: 'refuse', allow: true } as const;
  return [{ edge: name, protocol, per, listeners: [], seed: 0, place }];
}

/** Edges of one interface are one tree, so all of them are known or none is shown. */
function interfaceSpecs(plan: Plan): LinkSpec[] {
  const edges = plan.edges.flatMap((edge) =>
    edge.place.kind === 'interface' ? [{ edge, at: edge.place }] : [],
  );
  const specs = edges.flatMap(({ edge, at }): LinkSpec[] => {
    const match = literalMatches(plan, edge);
    if (match === undefined) return [];
    const { name, protocol, per } = edge;
    const up = { netns: namespaceOf(at), device: at.interface };
    const place = { up, match, ...leaveOf(at) };
    return [{ edge: name, protocol, per, listeners: [], seed: 0, place }];
  });
  return specs.length === edges.length ? specs : [];
}

function placeText({ name, from, place }: PlannedEdge, layout: NetworkLayout): string | undefined {
  switch (place.kind) {
    case 'listen':
      return undefined;
    case 'interface':
      return `up leaves ${interfaceText(place)}, down comes in there and is taken through an ifb device`;
    case 'container':
      return `up leaves the interface of \`${from}\` that leads there, down leaves the host's end of its pair, or an ifb device where there is none; addresses are found when it runs`;
    case 'veth': {
      const pair = layout.edges.get(name);
      if (pair === undefined) return undefined;
      return `up leaves ${interfaceLabel(pair.near)}, down leaves its peer ${interfaceLabel(pair.far)}`;
    }
  }
}

function interfaceText(place: InterfacePlace): string {
  return interfaceLabel({ netns: namespaceOf(place), device: place.interface });
}
