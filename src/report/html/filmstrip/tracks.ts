import type { MarkResult, VisitResult } from '../../../core/result.gen.ts';
import { formatMoment } from '../../figures.ts';
import { html, type Markup } from '../markup.ts';
import { nameMarkup } from '../short-text.ts';

const HEIGHT = 14;

/** Mid-tones that keep 3:1 against white and against the dark page, where no style sheet is let in. */
const COLOURS = { page: '#7d8894', see: '#1f9254', until: '#1f9254', never: '#dc4437' } as const;

type Role = keyof typeof COLOURS;
type Span = readonly [from: number, to: number];

interface Track {
  readonly label: Markup;
  readonly role: Role;
  readonly spans: readonly Span[];
}

/** When the page was there, and each thing that was looked for on it, along one axis for all steps. */
export function tracksMarkup(visit: VisitResult, end: number): Markup {
  const { opened, watched, frames, marks } = visit;
  const page: Track = {
    label: html`the page`,
    role: 'page',
    spans: opened === null ? [] : [[opened, watched]],
  };
  const ticks = frames.map(({ asked }) => asked);
  return html`<div class="tracks">
    ${[page, ...marks.map(trackOf)].map((track) => trackMarkup(track, { watched, ticks, end }))}
  </div>`;
}

function trackOf({ label, role, spans }: MarkResult): Track {
  const read = spans.flatMap(([from, to]): Span[] =>
    from === undefined || to === undefined ? [] : [[from, to]],
  );
  return { label: nameMarkup(label), role, spans: read };
}

interface Axis {
  readonly watched: number;
  readonly ticks: readonly number[];
  readonly end: number;
}

function trackMarkup({ label, role, spans }: Track, axis: Axis): Markup {
  const percent = (ms: number): string => `${((100 * ms) / axis.end).toFixed(2)}%`;
  const when = whenText(spans, axis.watched);
  const isWrong = role === 'never' ? spans.length > 0 : spans.length === 0;
  return html`<div class="track">
    <span class="track-name">${label}</span>
    <span class="track-when${isWrong ? ' fail' : ''}">${when}</span>
    <svg width="100%" height="${HEIGHT}" aria-hidden="true">
      <rect y="4" width="${percent(axis.watched)}" height="6" rx="3" fill="#7d8894" fill-opacity="0.18" />
      ${axis.ticks.map((tick) => html`<rect x="${percent(tick)}" width="1" height="${HEIGHT}" fill="#7d8894" fill-opacity="0.6" />`)}
      ${spans.map(([from, to]) => html`<rect x="${percent(from)}" y="2" width="${percent(Math.max(to - from, axis.end / 200))}" height="10" rx="3" fill="${COLOURS[role]}" />`)}
    </svg>
  </div> `;
}

function whenText(spans: readonly Span[], watched: number): string {
  if (spans.length === 0) return 'never';
  return spans
    .slice(0, 3)
    .map(([from, to]) =>
      to >= watched ? `from ${formatMoment(from)}` : `${formatMoment(from)} to ${formatMoment(to)}`,
    )
    .concat(spans.length > 3 ? ['...'] : [])
    .join(', ');
}
