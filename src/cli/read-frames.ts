import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunResult } from '../core/result.gen.ts';
import type { FrameImages } from '../report/html/filmstrip/choose-images.ts';

/** Who made the result is not known, and only pictures of the run's own folder are taken into a page. */
const OWN = /^frames\/[A-Za-z0-9_.-]+\.jpg$/;
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** The pictures that a run's folder still has. */
export function readFrames(folder: string, { steps }: RunResult): FrameImages {
  const files = steps.flatMap(({ visit }) => visit?.frames ?? []).flatMap(({ file }) => file ?? []);
  const images = new Map<string, string>();
  for (const file of files.filter((each) => OWN.test(each))) {
    const bytes = readOrNothing(path.join(folder, file));
    if (bytes.subarray(0, JPEG.length).equals(JPEG))
      images.set(file, `data:image/jpeg;base64,${bytes.toString('base64')}`);
  }
  return images;
}

function readOrNothing(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
