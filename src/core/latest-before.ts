/** The index of the last of `times`, which are in order, that is not after `t`; -1 where all are. */
export function latestBefore(times: readonly number[], t: number): number {
  let low = -1;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (times[middle]! <= t) low = middle;
    else high = middle - 1;
  }
  return low;
}
