import type { Graph } from './graph.ts';

/** A place in the drawing: of a node, of an edge's label, or of a line that passes a column by. */
export interface Place {
  readonly kind: 'node' | 'edge' | 'pass';
  readonly name: string;
  readonly column: number;
  readonly height: number;
  readonly x: number;
  readonly width: number;
  /** Of its middle. */
  readonly y: number;
}

/** A line between places in neighbouring columns. */
export interface Link {
  readonly from: Place;
  readonly to: Place;
  readonly edge: string;
}

export interface Layout {
  readonly places: readonly Place[];
  readonly links: readonly Link[];
  readonly width: number;
  readonly height: number;
}

const HEIGHTS: Readonly<Record<Place['kind'], number>> = { node: 44, edge: 52, pass: 12 };
const NODE_WIDTH = 166;
const EDGE_WIDTH = 184;
const COLUMN_GAP = 28;
const ROW_GAP = 14;
const MARGIN = 2;

type Item = Pick<Place, 'kind' | 'name' | 'column'>;

interface Step {
  readonly edge: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Nodes in columns by layer, and every edge's label in a column of its own between them; what skips a layer passes through the
 * columns in between. A line runs in the gap between two columns, so that nothing lies upon anything.
 */
export function layOutGraph(graph: Graph): Layout {
  const { items, steps } = itemsOf(graph);
  const last = Math.max(0, ...[...items.values()].map(({ column }) => column));
  const places = new Map<string, Place>();
  for (let column = 0; column <= last; column += 1) {
    const keys = [...items.keys()].filter((key) => items.get(key)?.column === column);
    placeColumn(orderByPredecessors(keys, steps, places), items, places);
  }
  const height = centre(places);
  const links = steps.map(({ edge, from, to }) => ({ edge, from: places.get(from)!, to: places.get(to)! }));
  const final = [...places.values()];
  return {
    places: final,
    links,
    height,
    width: Math.max(0, ...final.map(({ x, width }) => x + width)) + MARGIN,
  };
}

function itemsOf({ nodes, arcs, layers }: Graph): {
  readonly items: ReadonlyMap<string, Item>;
  readonly steps: readonly Step[];
} {
  const items = new Map<string, Item>();
  const steps = new Map<string, Step>();
  for (const name of nodes) items.set(`node ${name}`, { kind: 'node', name, column: 2 * layers.get(name)! });
  for (const { edge, from, to } of arcs) {
    const start = 2 * layers.get(from)! + 1;
    const label = `edge ${edge}`;
    items.set(label, { kind: 'edge', name: edge, column: start });
    steps.set(`${from} ${label}`, { edge, from: `node ${from}`, to: label });
    let previous = label;
    for (let column = start + 1; column < 2 * layers.get(to)!; column += 1) {
      const pass = `pass ${column} ${edge} ${to}`;
      items.set(pass, { kind: 'pass', name: edge, column });
      steps.set(`${previous} ${pass}`, { edge, from: previous, to: pass });
      previous = pass;
    }
    steps.set(`${previous} node ${to}`, { edge, from: previous, to: `node ${to}` });
  }
  return { items, steps: [...steps.values()] };
}

/** By the mean height of what leads there, which keeps most lines from crossing. */
function orderByPredecessors(
  keys: readonly string[],
  steps: readonly Step[],
  places: ReadonlyMap<string, Place>,
): readonly string[] {
  const mean = (key: string): number => {
    const heights = steps.filter(({ to }) => to === key).map(({ from }) => places.get(from)?.y ?? 0);
    return heights.length === 0 ? 0 : heights.reduce((sum, y) => sum + y, 0) / heights.length;
  };
  const means = new Map(keys.map((key) => [key, mean(key)]));
  return keys.toSorted((a, b) => means.get(a)! - means.get(b)!);
}

function placeColumn(
  keys: readonly string[],
  items: ReadonlyMap<string, Item>,
  places: Map<string, Place>,
): void {
  let top = MARGIN;
  for (const key of keys) {
    const item = items.get(key)!;
    const height = HEIGHTS[item.kind];
    const pairs = Math.floor(item.column / 2);
    const isNodes = item.column % 2 === 0;
    const x =
      MARGIN + pairs * (NODE_WIDTH + EDGE_WIDTH + 2 * COLUMN_GAP) + (isNodes ? 0 : NODE_WIDTH + COLUMN_GAP);
    places.set(key, { ...item, x, width: isNodes ? NODE_WIDTH : EDGE_WIDTH, height, y: top + height / 2 });
    top += height + ROW_GAP;
  }
}

/** Moves every column to the middle; returns the height of all. */
function centre(places: Map<string, Place>): number {
  const depths = new Map<number, number>();
  for (const { column, y, height } of places.values()) {
    depths.set(column, Math.max(depths.get(column) ?? 0, y + height / 2));
  }
  const deepest = Math.max(0, ...depths.values());
  for (const [key, place] of places) {
    places.set(key, { ...place, y: place.y + (deepest - depths.get(place.column)!) / 2 });
  }
  return deepest + MARGIN;
}
