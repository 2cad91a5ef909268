import { pointerKey, type Pointer } from './pointer.ts';
import type { ScenarioSource } from './source.ts';

type Part = Pointer[number];

/** Where the parts of a changed document stand in the document that was written: keys are renamed, items move up. */
export class Origins {
  /** By the written place of the map or list, then by the part in the repaired one. */
  readonly #moved = new Map<string, Map<string, Part>>();

  /** `holder` as it was written. */
  move(holder: Pointer, from: Part, to: Part): void {
    const key = pointerKey(holder);
    const moved = this.#moved.get(key) ?? new Map<string, Part>();
    this.#moved.set(key, moved.set(String(to), from));
  }

  /** The written name of one part of a map or list; `holder` as it was written. */
  part(holder: Pointer, part: Part): Part {
    return this.#moved.get(pointerKey(holder))?.get(String(part)) ?? part;
  }

  of(pointer: Pointer): Pointer {
    const written: Part[] = [];
    for (const part of pointer) written.push(this.part(written, part));
    return written;
  }
}

/** A source that takes pointers into the document as it is now. */
export function placedBy(origins: Origins, source: ScenarioSource): ScenarioSource {
  return { ...source, rangeOf: (pointer, ...rest) => source.rangeOf(origins.of(pointer), ...rest) };
}
