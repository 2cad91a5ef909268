import type { FilledText } from '../filled-text.ts';
import type { ScenarioSource } from '../source.ts';
import { sourceOf } from '../yaml-file.ts';
import { layersOf, type Layer } from './layer.ts';
import { layerAt, type Part } from './part.ts';

/** Finds each part of a scenario in the file that says it. */
export function createLayeredSource(
  own: Layer,
  root: Part,
  filled: ReadonlyMap<string, FilledText>,
): ScenarioSource {
  const sources = new Map<Layer, ScenarioSource>();
  const of = (layer: Layer): ScenarioSource => {
    const source = sources.get(layer) ?? sourceOf(layer, filled);
    sources.set(layer, source);
    return source;
  };
  const files = new Map(layersOf(own).map(({ file, text }) => [file, { file, text }]));
  return {
    ...of(own),
    files: [...files.values()],
    rangeOf: (pointer, ...rest) => of(layerAt(root, pointer)).rangeOf(pointer, ...rest),
  };
}
