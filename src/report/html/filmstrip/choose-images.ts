import { verdictOf, type Filmstrip } from './visits.ts';

/** Data URIs of pictures, by their file in the run's folder. */
export type FrameImages = ReadonlyMap<string, string>;

/** What all pictures of a page may take, in characters: the report stays below two megabytes. */
const MOST = 1_200_000;

/** The pictures that the page holds; where not all fit, those of visits that did not pass come first. The others are files. */
export function chooseImages(
  strips: readonly Filmstrip[],
  images: FrameImages,
  most: number = MOST,
): FrameImages {
  const visits = strips.flatMap(({ visits: each }) => each);
  const ordered = [
    ...visits.filter((visit) => verdictOf(visit) !== 'pass'),
    ...visits.filter((visit) => verdictOf(visit) === 'pass'),
  ];
  const chosen = new Map<string, string>();
  let left = most;
  for (const { file } of ordered.flatMap(({ visit }) => visit.frames)) {
    const image = file === undefined ? undefined : images.get(file);
    if (file === undefined || image === undefined || image.length > left) continue;
    chosen.set(file, image);
    left -= image.length;
  }
  return chosen;
}
