import type { RunResult } from '../../../core/result.gen.ts';
import { cutToWidth } from '../../display-width.ts';
import { networkState } from '../../network-state.ts';
import { formatMoment } from '../../figures.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { verdictBadge } from '../verdict-badge.ts';
import { chooseImages, type FrameImages } from './choose-images.ts';
import { frameMarkup } from './frame.ts';
import { tracksMarkup } from './tracks.ts';
import { filmstrips, verdictOf, type Filmstrip, type StepVisit } from './visits.ts';

/** What a person saw who opened a page, step beside step; undefined where no step did. */
export function filmstripsMarkup(result: RunResult, images: FrameImages): Markup | undefined {
  const strips = filmstrips(result);
  if (strips.length === 0) return undefined;
  const chosen = chooseImages(strips, images);
  return html`<section>
    <h2>What the user saw</h2>
    ${strips.map((strip) => stripMarkup(strip, chosen))}
  </section>`;
}

function stripMarkup(strip: Filmstrip, images: FrameImages): Markup {
  const { name, visits, times } = strip;
  const end = Math.max(1, ...visits.map(({ visit }) => visit.watched));
  const head = times.map((time) => html`<th scope="col">${formatMoment(time)}</th>`);
  const columns = Math.max(1, times.length);
  return html`<div
    class="film-scroll"
    role="region"
    tabindex="0"
    aria-label="Filmstrip of ${cutToWidth(name, 80)}"
  >
    <table class="film film-${Math.min(8, columns)}">
      <caption>
        ${nameMarkup(name)}
        <small>${browserText(visits)}; times count from the navigation</small>
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      ${visits.map((visit) => visitMarkup(visit, { times, columns, end, images }))}
    </table>
  </div>`;
}

function browserText(visits: readonly StepVisit[]): string {
  const [first] = visits;
  if (first === undefined) return '';
  const { browser, size } = first.visit;
  return `${browser}, ${size.width} x ${size.height}`;
}

interface Layout {
  readonly times: readonly number[];
  readonly columns: number;
  readonly end: number;
  readonly images: FrameImages;
}

function visitMarkup(each: StepVisit, { times, columns, end, images }: Layout): Markup {
  const { visit } = each;
  const cells = times.map((time) => {
    const frame = visit.frames.find(({ asked }) => asked === time);
    return html`<td>${frame === undefined ? undefined : frameMarkup(frame, visit, images)}</td>`;
  });
  return html`<tbody>
    <tr class="film-step">
      <th scope="rowgroup" colspan="${columns}"><div class="film-fixed">${headMarkup(each)}</div></th>
    </tr>
    <tr class="film-frames">
      ${cells}
    </tr>
    <tr class="film-tracks">
      <td colspan="${columns}"><div class="film-fixed">${tracksMarkup(visit, end)}</div></td>
    </tr>
  </tbody>`;
}

function headMarkup(each: StepVisit): Content {
  const { number, step, sightings } = each;
  const verdict = verdictOf(each);
  const doubts = sightings.filter((sighting) => sighting.verdict !== 'pass');
  const reasons = doubts.map(
    ({ reason, because }) =>
      html`<li>
        ${proseMarkup(reason)}${because === undefined ? undefined : html`<br /><small>because ${proseMarkup(because)}</small>`}
      </li>`,
  );
  return [
    html`<a href="#step-${number}">${number} ${nameMarkup(step.name)}</a>
      <span class="film-network">${nameMarkup(networkState(step))}</span> `,
    verdict === undefined ? undefined : verdictBadge(verdict),
    reasons.length === 0
      ? undefined
      : html`<ul class="reasons ${verdict}">
          ${reasons}
        </ul>`,
  ];
}
