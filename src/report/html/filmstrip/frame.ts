import type { FrameResult, VisitResult } from '../../../core/result.gen.ts';
import { cutToWidth } from '../../display-width.ts';
import { formatMoment } from '../../figures.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup } from '../short-text.ts';
import { verdictShape } from '../verdict-badge.ts';
import type { FrameImages } from './choose-images.ts';
import { isBlank } from './visits.ts';

/** Where no style sheet is let in, a picture has this width. */
const WIDTH = 240;
const LONGEST_ALT = 200;

/** One picture with when it was taken, what was on it, and its text for whom it cannot be shown. */
export function frameMarkup(frame: FrameResult, { size }: VisitResult, images: FrameImages): Markup {
  const kind = frame.unwanted.length > 0 ? ' unwanted' : isBlank(frame) ? ' blank' : '';
  const image = frame.file === undefined ? undefined : images.get(frame.file);
  const height = Math.round((WIDTH * size.height) / size.width);
  const picture =
    image === undefined
      ? html`<p class="no-picture">
          ${frame.problem ?? `no picture here: ${frame.file ?? 'none was taken'}`}
        </p>`
      : html`<img src="${image}" width="${WIDTH}" height="${height}" alt="${altOf(frame)}" />`;
  return html`<figure class="frame${kind}">
    ${picture}
    <figcaption><strong>${formatMoment(frame.asked)}</strong> ${marksMarkup(frame)}</figcaption>
    ${textMarkup(frame)}
  </figure>`;
}

function altOf(frame: FrameResult): string {
  const text = isBlank(frame) ? 'nothing on the page yet' : frame.text.replaceAll('\n', ', ');
  return `After ${formatMoment(frame.asked)}: ${cutToWidth(text, LONGEST_ALT)}`;
}

function marksMarkup(frame: FrameResult): Content {
  if (isBlank(frame)) return html`<span class="nothing">nothing yet</span>`;
  const marks = [
    ...frame.unwanted.map((label) => markMarkup('fail', label)),
    ...frame.seen.map((label) => markMarkup('pass', label)),
  ];
  return marks.length === 0 ? undefined : html`<span class="marks">${marks}</span>`;
}

function markMarkup(verdict: 'pass' | 'fail', label: string): Markup {
  return html`<span class="mark-seen ${verdict}"
    ><svg
      width="12"
      height="12"
      viewBox="0 0 16 16"
      role="img"
      aria-label="${verdict === 'pass' ? 'seen' : 'should not be seen'}"
    >
      ${verdictShape(verdict)}
    </svg>
    ${nameMarkup(label)}</span
  > `;
}

function textMarkup(frame: FrameResult): Markup | undefined {
  if (isBlank(frame)) return undefined;
  const lines = frame.text.split('\n').map((line, index) => html`${index === 0 ? '' : html`<br />`}${line}`);
  return html`<details>
    <summary>as text</summary>
    <p>${lines}</p>
    ${frame.file === undefined ? undefined : html`<p><code>${frame.file}</code></p>`}
  </details>`;
}
