import { formatMoment } from '../../../figures.ts';
import type { TimeSpan } from '../plot.ts';

/** What its buttons do. */
export interface ZoomActions {
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly reset: () => void;
}

/** The buttons that zoom all figures at once, for touch and keyboard as well. */
export class ZoomBar {
  readonly element: HTMLElement = document.createElement('div');
  readonly #zoomOut: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;
  readonly #shown = document.createElement('span');

  constructor({ zoomIn, zoomOut, reset }: ZoomActions) {
    this.element.className = 'zoom';
    this.element.setAttribute('role', 'group');
    this.element.setAttribute('aria-label', 'Zoom of all timelines');
    this.#zoomOut = button('\u2212', 'Zoom out', zoomOut);
    this.#reset = button('Reset zoom', 'Reset zoom', reset);
    this.#shown.setAttribute('role', 'status');
    this.element.append(this.#zoomOut, button('+', 'Zoom in', zoomIn), this.#reset, this.#shown);
  }

  show({ start, end }: TimeSpan, isWhole: boolean): void {
    this.#zoomOut.disabled = isWhole;
    this.#reset.disabled = isWhole;
    this.#shown.textContent = isWhole
      ? 'Point at a figure to read its values; drag across it to zoom.'
      : `Showing ${formatMoment(start)} to ${formatMoment(end)}.`;
  }
}

function button(text: string, name: string, press: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.setAttribute('aria-label', name);
  element.title = name;
  element.addEventListener('click', press);
  return element;
}
