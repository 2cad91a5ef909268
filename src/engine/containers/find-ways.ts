import { askOnce } from '../../exec/network/ask-once.ts';
import { createToolRunner } from '../../exec/network/run-tool.ts';
import { notify, type RunContext } from '../context.ts';
import { containerEdges, wayOf, type EdgeWay } from './edge-ways.ts';
import type { FoundContainers } from './found-containers.ts';

/** How each edge between containers goes; nothing is touched. @throws SquallError of exit code 3 as `wayOf`. */
export async function findWays(
  context: RunContext,
  containers: FoundContainers,
): Promise<ReadonlyMap<string, EdgeWay>> {
  const run = askOnce(createToolRunner({ clock: context.clock }));
  const ways = new Map<string, EdgeWay>();
  for (const edge of containerEdges(context.plan)) {
    const way = await wayOf(edge, containers, run);
    ways.set(edge.name, way);
    const { name, companions } = way.networks[0].from;
    if (companions.length === 0) continue;
    const others = companions.map((other) => `\`${other}\``).join(', ');
    notify(
      context,
      `the container \`${name}\` shares its network namespace: edge ${edge.name} impairs what ${others} asks there as well`,
    );
  }
  return ways;
}
