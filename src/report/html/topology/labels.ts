import type { RunResult } from '../../../core/result.gen.ts';
import { cutToWidth } from '../../display-width.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { verdictShape } from '../verdict-badge.ts';
import { shortFigures } from './figures.ts';
import type { Place } from './layout.ts';
import { culpritEdges, type ShownStep } from './shown-step.ts';

/** Cells of text that surely fit the boxes. */
const NODE_CELLS = 20;
const EDGE_CELLS = 25;

/** A load or a service: what it is, and whether it died. */
export function nodeMarkup(place: Place, result: RunResult, shown: ShownStep | undefined): Markup {
  const load = result.loads.find(({ name }) => name === place.name);
  const service = result.services.find(({ name }) => name === place.name);
  const subject = shown?.step.subjects.find(({ kind, name }) => kind === 'load' && name === place.name);
  const died = service?.died !== undefined;
  const second = died ? 'died' : load === undefined ? (service?.kind ?? '') : 'load';
  const figures = subject === undefined ? '' : `: ${shortFigures(subject, ['success', 'p95'])}`;
  const x = place.x + 10;
  return html`<rect
      class="node"
      x="${place.x}"
      y="${place.y - place.height / 2}"
      width="${place.width}"
      height="${place.height}"
      rx="${load === undefined ? 6 : place.height / 2}"
      fill="#8a94a0"
      fill-opacity="0.12"
      ${outline(died ? 'bad' : 'plain')}
    />${line(load === undefined ? x : x + 8, place.y - 4, cutToWidth(place.name, NODE_CELLS), true)}${line(load === undefined ? x : x + 8, place.y + 12, cutToWidth(second + figures, NODE_CELLS + 4))}`;
}

/** An edge: its name, what impairs it, and its figures. */
export function edgeMarkup(place: Place, shown: ShownStep | undefined): Markup {
  const state = shown?.step.edges.find(({ edge }) => edge === place.name);
  const subject = shown?.step.subjects.find(({ kind, name }) => kind === 'edge' && name === place.name);
  const isImpaired = state !== undefined && state.label !== 'clear';
  const isAccused = shown !== undefined && culpritEdges(shown.step).has(place.name);
  const top = place.y - place.height / 2;
  const x = place.x + 10;
  const nameAt = shown === undefined ? place.y + 4 : top + 17;
  return html`<rect
      class="link"
      x="${place.x}"
      y="${top}"
      width="${place.width}"
      height="${place.height}"
      rx="6"
      ${isImpaired ? html`fill="#e0a100" fill-opacity="0.16"` : html`fill="none"`}
      ${outline(isAccused ? 'bad' : isImpaired ? 'impaired' : 'plain')}
    />${isAccused ? culpritMark(place) : undefined}${line(x, nameAt, edgeTitle(place.name, isAccused), true)}${line(x, top + 32, cutToWidth(state?.label ?? '', EDGE_CELLS))}${line(x, top + 46, subject === undefined ? '' : shortFigures(subject, ['success', 'rps', 'p95']))}`;
}

const CULPRIT = ', culprit';

function edgeTitle(name: string, isAccused: boolean): string {
  return isAccused ? cutToWidth(name, EDGE_CELLS - CULPRIT.length) + CULPRIT : cutToWidth(name, EDGE_CELLS);
}

function culpritMark({ x, y, width, height }: Place): Markup {
  return html`<svg x="${x + width - 22}" y="${y - height / 2 + 5}" width="14" height="14" viewBox="0 0 16 16">
    ${verdictShape('fail')}
  </svg>`;
}

const OUTLINES: Readonly<Record<'plain' | 'impaired' | 'bad', Markup>> = {
  plain: html`stroke="#8a94a0" stroke-width="1" stroke-opacity="0.6"`,
  impaired: html`stroke="#b97a00" stroke-width="1.5"`,
  bad: html`stroke="#dc4437" stroke-width="2"`,
};

function outline(kind: keyof typeof OUTLINES): Markup {
  return OUTLINES[kind];
}

function line(x: number, y: number, text: string, isName = false): Content {
  if (text === '') return undefined;
  return html`<text
    x="${x}"
    y="${y}"
    fill="currentColor"
    ${isName ? html`font-weight="600"` : html`font-size="11"`}
    >${text}</text
  >`;
}
