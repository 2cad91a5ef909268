/** One value over time. */
export interface Point {
  /** Seconds. */
  readonly at: number;
  readonly value: number;
}

/** What may be there in the end that was not there in the beginning. */
export interface Allowance {
  /** Whatever the time: caches, code that is compiled late, the garbage of a moment. */
  readonly once: number;
  readonly perSecond: number;
}

export interface Course {
  readonly what: string;
  readonly points: readonly Point[];
  readonly allowed: Allowance;
}

export interface Growth {
  readonly early: Point;
  readonly late: Point;
}

/**
 * The lowest values of both halves of a time. What is used for a while and given back does not show in them, be it garbage or
 * the connections of a busy moment; what is lost does, because nothing after it is ever as low again. Undefined where a half
 * holds no point.
 */
export function growthOf(points: readonly Point[], from: number, to: number): Growth | undefined {
  const middle = (from + to) / 2;
  const early = lowest(points.filter(({ at }) => at >= from && at < middle));
  const late = lowest(points.filter(({ at }) => at >= middle && at <= to));
  return early === undefined || late === undefined ? undefined : { early, late };
}

/** Undefined where the course is flat; also too few points are a reason not to call it so. */
export function riseOf({ what, points, allowed }: Course, from: number, to: number): string | undefined {
  const growth = growthOf(points, from, to);
  if (growth === undefined) return `${what}: nothing was seen`;
  const { early, late } = growth;
  const most = allowed.once + allowed.perSecond * (late.at - early.at);
  return late.value - early.value <= most ? undefined : told(what, growth);
}

export function told(what: string, { early, late }: Growth): string {
  const [a, b] = [early, late].map(({ at, value }) => `${value} at ${at.toFixed(0)} s`);
  const hour = ((late.value - early.value) / (late.at - early.at)) * 3600;
  return `${what}: ${a}, ${b}; ${hour.toFixed(0)} in an hour`;
}

function lowest(points: readonly Point[]): Point | undefined {
  let best: Point | undefined;
  for (const point of points) if (best === undefined || point.value < best.value) best = point;
  return best;
}
