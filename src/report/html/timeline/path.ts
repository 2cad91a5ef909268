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
    .map((run) => (run.length === 1 ? `M${pair(run[0])}h0` : polyline(run)))
    .join('');
}

export function barsPath(bars: readonly Bar[]): string {
  return bars
    .map((bar) => `M${pair(bar)}h${round(bar.width)}v${round(bar.height)}h${round(-bar.width)}Z`)
    .join('');
}

/** Path data along the tops of the bars, in steps: bars that touch share a line, and neighbours of one height a stroke. */
export function stepPath(bars: readonly Bar[]): string {
  return runsOfBars(bars).map(stepsAlong).join('');
}

/** The area between those steps and `floor`. */
export function stepAreaPath(bars: readonly Bar[], floor: number): string {
  return runsOfBars(bars)
    .map((run) => `${stepsAlong(run)}V${round(floor)}H${round(run[0].x)}Z`)
    .join('');
}

type Run<Item> = readonly [Item, ...Item[]];

function stepsAlong(run: Run<Bar>): string {
  const flat = run.filter((bar, index) => index === 0 || round(bar.y) !== round(run[index - 1]!.y));
  const last = run.at(-1)!;
  const rest = flat.slice(1).map((bar) => `H${round(bar.x)}V${round(bar.y)}`);
  return `M${pair(run[0])}${rest.join('')}H${round(last.x + last.width)}`;
}

/** Each point relative to the one before, which takes fewer digits; of rounded places, so that nothing adds up. */
function polyline([first, ...rest]: Run<Point>): string {
  let before = first;
  const lines = rest.map((point) => {
    const line = `l${round(round(point.x) - round(before.x))} ${round(round(point.y) - round(before.y))}`;
    before = point;
    return line.replace(' -', '-');
  });
  return `M${pair(first)}${lines.join('')}`;
}

function runsOf(points: readonly (Point | undefined)[]): readonly Run<Point>[] {
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

function runsOfBars(bars: readonly Bar[]): readonly Run<Bar>[] {
  const runs: [Bar, ...Bar[]][] = [];
  let end = Number.NaN;
  for (const bar of bars) {
    if (round(bar.x) === end) runs.at(-1)!.push(bar);
    else runs.push([bar]);
    end = round(bar.x + bar.width);
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
