import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphOf } from '../../../../../src/report/html/topology/graph.ts';
import { layOutGraph, type Place } from '../../../../../src/report/html/topology/layout.ts';
import { passingResult } from '../../../../helpers/results.ts';

function wired(...edges: readonly (readonly [from: string, ...to: string[]])[]) {
  const [template] = passingResult().edges;
  return graphOf({
    ...passingResult({ loads: [], services: [] }),
    edges: edges.map(([from, ...to], index) => ({ ...template!, name: `edge-${index}`, from, to })),
  });
}

function overlap(a: Place, b: Place): boolean {
  return (
    Math.abs(a.x + a.width / 2 - b.x - b.width / 2) < (a.width + b.width) / 2 &&
    Math.abs(a.y - b.y) < (a.height + b.height) / 2
  );
}

const NAMES = Array.from({ length: 15 }, (_, index) => `service-${index}`);
const EDGES = fc.array(
  fc.tuple(
    fc.constantFrom(...NAMES),
    fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }),
  ),
  { minLength: 1, maxLength: 25 },
);

describe('graphOf', () => {
  it('puts each service after all that lead to it', () => {
    const { layers } = wired(['load', 'shop'], ['shop', 'db'], ['load', 'db']);
    expect(Object.fromEntries(layers)).toEqual({ load: 0, shop: 1, db: 2 });
  });

  it('leaves out what closes a circle', () => {
    const { arcs } = wired(['a', 'b'], ['b', 'c'], ['c', 'a'], ['c', 'c']);
    expect(arcs.map(({ from, to }) => `${from}${to}`)).toEqual(['ab', 'bc']);
  });
});

describe('layOutGraph', () => {
  it('lets nothing lie upon anything, and stays within its size', () => {
    fc.assert(
      fc.property(EDGES, (edges) => {
        const { places, links, width, height } = layOutGraph(
          wired(...edges.map(([from, to]) => [from, ...to] as const)),
        );
        for (const [index, place] of places.entries()) {
          expect(places.slice(index + 1).filter((other) => overlap(place, other))).toEqual([]);
          expect(place.y - place.height / 2).toBeGreaterThanOrEqual(0);
          expect(place.y + place.height / 2).toBeLessThanOrEqual(height);
          expect(place.x + place.width).toBeLessThanOrEqual(width);
        }
        for (const { from, to } of links) expect(to.column).toBe(from.column + 1);
      }),
    );
  });

  it('leads a long edge through the columns between', () => {
    const { links } = layOutGraph(wired(['load', 'shop'], ['shop', 'db'], ['load', 'db']));
    const long = links
      .filter(({ edge }) => edge === 'edge-2')
      .map(({ from, to }) => `${from.kind} ${to.kind}`);
    expect(long).toEqual(['node edge', 'edge pass', 'pass pass', 'pass node'].slice(0, long.length));
    expect(long.at(-1)).toBe('pass node');
  });
});
