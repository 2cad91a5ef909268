import type { Milliseconds } from '../../../../core/clock.ts';
import type { Chart } from './chart.ts';
import type { Explorer } from './explorer.ts';

/** A shorter drag is a click whose hand was not still, in pixels. */
const LEAST_DRAG = 6;

/** Lets a pointer read a chart and zoom by a drag. A finger only reads: it must be able to move along. */
export function followPointer(chart: Chart, explorer: Explorer): void {
  const { element } = chart;
  let drag: { readonly x: number; readonly moment: Milliseconds } | undefined;
  const momentOf = ({ clientX }: PointerEvent): Milliseconds => chart.momentAt(clientX, explorer.view);
  const endDrag = (): void => {
    drag = undefined;
    chart.select(undefined, explorer.view);
  };

  element.addEventListener('pointerdown', (event) => {
    explorer.point(momentOf(event));
    if (event.pointerType === 'touch' || event.button !== 0) return;
    drag = { x: event.clientX, moment: momentOf(event) };
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', (event) => {
    const moment = momentOf(event);
    explorer.point(moment);
    if (drag === undefined) return;
    const [start = 0, end = 0] = [drag.moment, moment].toSorted((a, b) => a - b);
    chart.select({ start, end }, explorer.view);
  });
  element.addEventListener('pointerup', (event) => {
    if (drag !== undefined && Math.abs(event.clientX - drag.x) >= LEAST_DRAG)
      explorer.zoomTo(drag.moment, momentOf(event));
    endDrag();
  });
  element.addEventListener('pointercancel', endDrag);
  element.addEventListener('pointerleave', (event) => {
    if (event.pointerType === 'mouse') explorer.point(undefined);
  });
  element.addEventListener('dblclick', () => explorer.reset());
}

/** Lets the keyboard do the same. */
export function followKeys(chart: Chart, index: number, explorer: Explorer): void {
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => explorer.step(index, -1),
    ArrowRight: () => explorer.step(index, 1),
    PageUp: () => explorer.step(index, -10),
    PageDown: () => explorer.step(index, 10),
    Home: () => explorer.step(index, -Infinity),
    End: () => explorer.step(index, Infinity),
    '+': () => explorer.zoomBy(1 / 2),
    '=': () => explorer.zoomBy(1 / 2),
    '-': () => explorer.zoomBy(2),
    '0': () => explorer.reset(),
    Escape: () => explorer.reset(),
  };
  chart.element.addEventListener('keydown', (event) => {
    const action = actions[event.key];
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });
}
