import { formatMoment } from '../../../figures.ts';
import type { TimeSpan } from '../plot.ts';
import { timeTicks } from '../scale.ts';
import { shareAt } from './view.ts';

/** Creates an element inside of a picture. */
export function svgElement<Name extends keyof SVGElementTagNameMap>(name: Name): SVGElementTagNameMap[Name] {
  return document.createElementNS('http://www.w3.org/2000/svg', name);
}

/** Moves whatever lies in time to where it is in `view`. */
export function drawView(picture: SVGSVGElement, view: TimeSpan, isWhole: boolean): void {
  picture.setAttribute('overflow', isWhole ? 'visible' : 'hidden');
  for (const element of picture.querySelectorAll<SVGSVGElement>('svg[data-from]')) moveSpan(element, view);
  for (const element of picture.querySelectorAll<SVGSVGElement>('svg[data-at]')) {
    element.setAttribute('x', percent(shareAt(view, Number(element.dataset['at']))));
  }
  drawTicks(picture, view);
}

function moveSpan(element: SVGSVGElement, view: TimeSpan): void {
  const { from, to } = element.dataset;
  const course = element.classList.contains('course');
  const hold = (share: number): number => (course ? share : Math.min(1, Math.max(0, share)));
  const start = hold(shareAt(view, Number(from)));
  const end = hold(shareAt(view, Number(to)));
  element.setAttribute('x', percent(start));
  element.setAttribute('width', percent(end - start));
}

/** The first tick shows how one is drawn. */
function drawTicks(picture: SVGSVGElement, view: TimeSpan): void {
  const axis = picture.querySelector('.ticks');
  const pattern = axis?.querySelector('svg');
  if (axis === null || pattern === null || pattern === undefined) return;
  const ticks = timeTicks(view).map(({ moment, anchor }) => {
    const tick = pattern.cloneNode(true);
    if (!(tick instanceof SVGSVGElement)) return tick;
    tick.setAttribute('x', percent(shareAt(view, moment)));
    tick.dataset['at'] = String(moment);
    const label = tick.querySelector('text');
    label?.setAttribute('text-anchor', anchor);
    label?.setAttribute('dx', { start: '4', middle: '0', end: '-4' }[anchor]);
    label?.replaceChildren(formatMoment(moment));
    return tick;
  });
  // The pattern is needed again, also where no round moment lies in view.
  if (ticks.length > 0) axis.replaceChildren(...ticks);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(3)}%`;
}
