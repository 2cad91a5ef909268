import type { Milliseconds } from '../../../../core/clock.ts';
import type { TimeSpan } from '../plot.ts';
import type { Readings } from '../readings-data.ts';
import type { Chart } from './chart.ts';
import { blockAt, readingAt, spanOf } from './reading.ts';
import { shareAt, showing, viewOf, zoomed } from './view.ts';
import { ZoomBar } from './zoom-bar.ts';

const ZOOM_STEP = 2;

/** All figures, which are read at one moment and show one stretch of the run. */
export class Explorer {
  readonly bar: ZoomBar;
  readonly #readings: Readings;
  readonly #charts: readonly Chart[];
  #view: TimeSpan;
  #moment: Milliseconds | undefined;

  constructor(readings: Readings, charts: readonly Chart[]) {
    this.#readings = readings;
    this.#charts = charts;
    this.#view = { start: 0, end: readings.end };
    this.bar = new ZoomBar({
      zoomIn: () => this.zoomBy(1 / ZOOM_STEP),
      zoomOut: () => this.zoomBy(ZOOM_STEP),
      reset: () => this.reset(),
    });
    this.bar.show(this.#view, true);
  }

  get view(): TimeSpan {
    return this.#view;
  }

  point(moment: Milliseconds | undefined): void {
    this.#moment = moment;
    for (const [index, chart] of this.#charts.entries()) {
      const figures = moment === undefined ? [] : readingAt(this.#readings, index, moment);
      chart.point(moment, this.#view, figures);
    }
  }

  /** Reads the block that many further on a chart, or the first one in view. */
  step(index: number, by: number): void {
    const times = this.#readings.times[this.#readings.charts[index]?.times ?? 0] ?? [];
    if (times.length === 0) return;
    const last = times.length / 2 - 1;
    const block =
      this.#moment === undefined ? blockAt(times, this.#view.start) : blockAt(times, this.#moment) + by;
    const { start, end } = spanOf(times, Math.min(last, Math.max(0, block)));
    const moment = (start + end) / 2;
    this.#show(showing(this.#view, moment));
    this.point(moment);
  }

  zoomTo(from: Milliseconds, to: Milliseconds): void {
    this.#show(viewOf(from, to, this.#readings.end));
  }

  /** Around the moment that is read, where it is in view. */
  zoomBy(factor: number): void {
    const { start, end } = this.#view;
    const share = this.#moment === undefined ? 0.5 : shareAt(this.#view, this.#moment);
    const around = share >= 0 && share <= 1 ? start + share * (end - start) : (start + end) / 2;
    this.#show(zoomed(this.#view, factor, around, this.#readings.end));
  }

  reset(): void {
    this.#show({ start: 0, end: this.#readings.end });
  }

  #show(view: TimeSpan): void {
    this.#view = view;
    const isWhole = view.end - view.start >= this.#readings.end;
    for (const chart of this.#charts) chart.show(view, isWhole);
    this.bar.show(view, isWhole);
    this.point(this.#moment);
  }
}
