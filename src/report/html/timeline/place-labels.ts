/**
 * Heights at which labels do not overlap, each as near to where it belongs as its neighbours let it: in order of their places, `gap`
 * apart, within [top, bottom] as long as there is room.
 */
export function placeLabels(
  places: readonly number[],
  gap: number,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): readonly number[] {
  const order = places.map((_, index) => index).toSorted((a, b) => places[a]! - places[b]!);
  const placed = [...places];
  let floor = bottom;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(placed[index]!, floor);
    floor = placed[index] - gap;
  }
  let ceiling = top;
  for (const index of order) {
    placed[index] = Math.max(placed[index]!, ceiling);
    ceiling = placed[index] + gap;
  }
  return placed;
}
