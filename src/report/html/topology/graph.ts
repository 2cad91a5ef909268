import type { RunResult } from '../../../core/result.gen.ts';

/** One target of one edge: an edge that leads to several services has several. */
export interface Arc {
  readonly edge: string;
  readonly from: string;
  readonly to: string;
}

/** Loads and services, and what leads from one to another. */
export interface Graph {
  readonly nodes: readonly string[];
  readonly arcs: readonly Arc[];
  /** How many arcs lead to each node at most, from where nothing leads to. */
  readonly layers: ReadonlyMap<string, number>;
}

/** Arcs that close a circle are left out: they would have to run backwards. */
export function graphOf({ loads, services, edges }: RunResult): Graph {
  const ends = edges.flatMap(({ from, to }) => [from, ...to]);
  const nodes = [...new Set([...loads, ...services].map(({ name }) => name).concat(ends))];
  const all = edges.flatMap(({ name, from, to }) => to.map((target) => ({ edge: name, from, to: target })));
  const arcs = all.reduce<readonly Arc[]>(
    (kept, arc) => (leads(kept, arc.to, arc.from) ? kept : [...kept, arc]),
    [],
  );
  return { nodes, arcs, layers: layersOf(nodes, arcs) };
}

function leads(arcs: readonly Arc[], from: string, to: string): boolean {
  const reached = new Set([from]);
  // A set hands out what is added while it is walked.
  for (const node of reached) {
    for (const arc of arcs) if (arc.from === node) reached.add(arc.to);
  }
  return reached.has(to);
}

/** By longest path. */
function layersOf(nodes: readonly string[], arcs: readonly Arc[]): ReadonlyMap<string, number> {
  const layers = new Map<string, number>(nodes.map((node) => [node, 0]));
  for (let changed = true; changed;) {
    changed = false;
    for (const { from, to } of arcs) {
      const least = layers.get(from)! + 1;
      if (layers.get(to)! >= least) continue;
      layers.set(to, least);
      changed = true;
    }
  }
  return layers;
}
