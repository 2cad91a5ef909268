import type { RunResult } from '../../../core/result.gen.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { graphOf } from './graph.ts';
import { edgeMarkup, nodeMarkup } from './labels.ts';
import { layOutGraph, type Layout, type Link } from './layout.ts';
import { culpritEdges, type ShownStep } from './shown-step.ts';

/** Above, nobody reads a drawing any more, and the table has it all. */
const MOST_PLACES = 120;
/** Shrunk to the page, nobody could read them: what is wider still is moved under its frame. */
const WIDE = 1400;

/** Loads, services and edges from left to right, with the figures of one step, if there was one. */
export function drawingMarkup(result: RunResult, shown: ShownStep | undefined): Markup | undefined {
  const layout = layOutGraph(graphOf(result));
  const { width, height, places } = layout;
  if (places.length === 0 || places.length > MOST_PLACES || result.edges.length === 0) return undefined;
  const culprits = shown === undefined ? new Set<string>() : culpritEdges(shown.step);
  return html`<figure class="topology${width > WIDE ? ' scrolls' : ''}" ${width > WIDE ? SCROLLS : undefined}>
    <svg
      width="${width}"
      height="${height}"
      viewBox="0 0 ${width} ${height}"
      preserveAspectRatio="xMinYMid meet"
      font-size="12"
      font-family="system-ui, sans-serif"
      role="img"
      aria-labelledby="topology-title topology-desc"
    >
      <title id="topology-title">Loads, services and the edges between them</title>
      <desc id="topology-desc">The same as in the table of edges that follows.</desc>
      ${layout.links.map((link) => linkMarkup(link, culprits))}${placesMarkup(layout, result, shown)}
    </svg>
  </figure>`;
}

/** The keyboard must reach what can be scrolled. */
const SCROLLS = html`tabindex="0" role="group" aria-label="Drawing of services and edges"`;

function placesMarkup({ places }: Layout, result: RunResult, shown: ShownStep | undefined): Content {
  return places.map((place) => {
    switch (place.kind) {
      case 'node':
        return nodeMarkup(place, result, shown);
      case 'edge':
        return edgeMarkup(place, shown);
      case 'pass':
        return undefined;
    }
  });
}

/** Level up to the column's end, then across the gap; an arrow where it reaches a node. */
function linkMarkup({ from, to, edge }: Link, culprits: ReadonlySet<string>): Markup {
  const start = from.kind === 'pass' ? from.x : from.x + from.width;
  const bend = from.x + from.width;
  const middle = (bend + to.x) / 2;
  const isAccused = culprits.has(edge);
  const stroke = isAccused
    ? html`stroke="#dc4437" stroke-width="2"`
    : html`stroke="#8a94a0" stroke-width="1.5"`;
  const arrow =
    to.kind === 'node'
      ? html`<path d="M${to.x} ${to.y}l-7 -4v8z" fill="${isAccused ? '#dc4437' : '#8a94a0'}" />`
      : undefined;
  return html`<path
      d="M${start} ${from.y}H${bend}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}"
      fill="none"
      ${stroke}
    />${arrow}`;
}
