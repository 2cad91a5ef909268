import { endsOf, type EdgeWay } from '../containers/edge-ways.ts';
import type { NetworkLayout, PairEnd } from '../network/layout.ts';
import type { EndSpot, LinkEnds } from './link-probes.ts';

/** The ends of each link of the kernel at which something of ours can be, by edge. */
export function probeEnds(
  layout: NetworkLayout,
  ways: ReadonlyMap<string, EdgeWay>,
): ReadonlyMap<string, LinkEnds> {
  const ends = new Map<string, LinkEnds>();
  for (const [edge, { near, far }] of layout.edges) ends.set(edge, { near: spotAt(near), far: spotAt(far) });
  for (const [edge, way] of ways) ends.set(edge, endsOf(way));
  return ends;
}

function spotAt({ netns, ipv4 }: PairEnd): EndSpot {
  return { netns, address: ipv4 };
}
