/** What a search looks through: values of one quantity, in the order in which they get worse. */
export interface SearchSpace {
  /** From the good end of the range to the bad one, at most `precision` apart; at least two. */
  readonly values: readonly number[];
  /** Where the value stands that has to hold; absent without a gate. */
  readonly gate?: number;
}

export interface SearchRange {
  readonly from: number;
  readonly to: number;
  readonly precision: number;
  /** A value in the range that is tried as it is. */
  readonly gate?: number;
}

/** How many values a range has, without laying them out. */
export function sizeOf({ from, to, precision }: SearchRange): number {
  return stepsOf({ from, to, precision }) + 1;
}

/** Lays a range out in equal parts of `precision`; the last one may be shorter, and the gate is a value of its own. */
export function layOutSpace(range: SearchRange): SearchSpace {
  const { from, to, precision, gate } = range;
  const sign = to < from ? -1 : 1;
  const steps = stepsOf(range);
  const grid = Array.from({ length: steps }, (_, index) => exact(from + sign * index * precision));
  const values = [...grid, to];
  if (gate === undefined) return { values };
  const withGate = values.includes(gate) ? values : [...values, gate].toSorted((a, b) => sign * (a - b));
  return { values: withGate, gate: withGate.indexOf(gate) };
}

function stepsOf({ from, to, precision }: SearchRange): number {
  return Math.max(1, Math.ceil(Math.abs(to - from) / precision - 1e-9));
}

/** 3 * 0.01 is 0.03, and not 0.030000000000000002. */
function exact(value: number): number {
  return Number(value.toPrecision(12));
}
