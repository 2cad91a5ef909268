import type { Milliseconds } from '../../../../core/clock.ts';
import type { TimeSpan } from '../plot.ts';
import { drawView, svgElement } from './draw-view.ts';
import type { Figure } from './reading.ts';
import { shareAt } from './view.ts';

/** One figure on the page, with what the script adds to it: a line at the moment that is read, and the values there. */
export class Chart {
  readonly element: HTMLElement;
  readonly #picture: SVGSVGElement;
  readonly #crosshair = svgElement('line');
  readonly #selection = svgElement('rect');
  readonly #reading = document.createElement('p');

  constructor(element: HTMLElement, picture: SVGSVGElement) {
    this.element = element;
    this.#picture = picture;
    setAttributes(this.#crosshair, { class: 'crosshair', y1: '0', y2: '100%', stroke: 'currentColor' });
    setAttributes(this.#selection, { class: 'selection', height: '100%', opacity: '0.2' });
    this.#reading.className = 'reading';
    setAttributes(element, { tabindex: '0', role: 'group', 'aria-label': this.#name() });
    element.classList.add('live');
    element.prepend(this.#reading);
    // Read aloud only where the keyboard is.
    element.addEventListener('focus', () => this.#reading.setAttribute('aria-live', 'polite'));
    element.addEventListener('blur', () => this.#reading.removeAttribute('aria-live'));
  }

  /** The moment of `view` that is under a pointer. */
  momentAt(clientX: number, view: TimeSpan): Milliseconds {
    const { left, width } = this.#picture.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (clientX - left) / width));
    return view.start + share * (view.end - view.start);
  }

  show(view: TimeSpan, isWhole: boolean): void {
    drawView(this.#picture, view, isWhole);
  }

  /** Draws the line at `moment` and tells the figures there; undefined takes both away. */
  point(moment: Milliseconds | undefined, view: TimeSpan, figures: readonly Figure[]): void {
    this.#reading.replaceChildren(...figures.map(figureElement));
    if (moment === undefined) {
      this.#crosshair.remove();
      return;
    }
    const x = percent(shareAt(view, moment));
    setAttributes(this.#crosshair, { x1: x, x2: x });
    this.#picture.append(this.#crosshair);
  }

  /** Marks what is about to be zoomed into. */
  select(span: TimeSpan | undefined, view: TimeSpan): void {
    if (span === undefined) {
      this.#selection.remove();
      return;
    }
    const start = shareAt(view, span.start);
    setAttributes(this.#selection, { x: percent(start), width: percent(shareAt(view, span.end) - start) });
    this.#picture.append(this.#selection);
  }

  #name(): string {
    const title = this.#picture.querySelector('title')?.textContent ?? '';
    return `${title}: arrow keys read values, plus and minus zoom, Escape shows the whole run`;
  }
}

function figureElement({ label, text }: Figure): HTMLElement {
  const element = document.createElement('span');
  const value = document.createElement('b');
  value.append(text);
  element.append(`${label} `, value);
  return element;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(3)}%`;
}

function setAttributes(element: Element, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
