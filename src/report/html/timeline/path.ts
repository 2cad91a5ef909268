/** A point in the coordinates of a plot. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A bar from `x` to `x + width`, its top at `y`. */
export interface Bar extends Point {
  readonly width: number;
  readonly height: number;
}

/** Path data through the points; undefined is a gap, and a point between two gaps becomes a dot. */
export function linePath(points: readonly (Point | undefined)[]): string {
  return runsOf(points)
    .map(
      ([first, ...rest]) =>
        `M${pair(first)}${rest.length === 0 ? 'h0' : rest.map((point) => `L${pair(point)}`).join('')}`,
    )
    .join('');
}

/** Path data of the area between two lines of equally many points; where either has a gap, so has the area. */
export function areaPath(
  upper: readonly (Point | undefined)[],
  lower: readonly (Point | undefined)[],
): string {
  const open = (line: readonly (Point | undefined)[], other: readonly (Point | undefined)[]): typeof line =>
    line.map((point, index) => (other[index] === undefined ? undefined : point));
  const below = runsOf(open(lower, upper));
  return runsOf(open(upper, lower))
    .map((run, index) => `M${[...run, ...(below[index] ?? []).toReversed()].map(pair).join('L')}Z`)
    .join('');
}

export function barsPath(bars: readonly Bar[]): string {
  return bars
    .map((bar) => `M${pair(bar)}h${round(bar.width)}v${round(bar.height)}h${round(-bar.width)}Z`)
    .join('');
}

type Run = readonly [Point, ...Point[]];

function runsOf(points: readonly (Point | undefined)[]): readonly Run[] {
  const runs: [Point, ...Point[]][] = [];
  let current: [Point, ...Point[]] | undefined;
  for (const point of points) {
    if (point === undefined) {
      current = undefined;
    } else if (current === undefined) {
      current = [point];
      runs.push(current);
    } else {
      current.push(point);
    }
  }
  return runs;
}

function pair({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

/** A tenth of a pixel is finer than anybody sees, and halves the file. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
