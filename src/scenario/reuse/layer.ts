import type { YamlFile } from '../yaml-file.ts';

/** A file that a scenario is made of, with those that it refers to. */
export interface Layer extends YamlFile {
  /** Absolute, as it was referred to. */
  readonly path: string;
  /** With symbolic links resolved: tells whether two are the same file. */
  readonly real: string;
  /** Relative to the folder of the scenario's own file, and empty for that: what its paths are relative to. */
  readonly folder: string;
  /** What it extends, the last over the others. */
  readonly bases: readonly Layer[];
  /** What it includes. */
  readonly fragments: readonly Layer[];
}

/** A layer and everything below it, itself first. */
export function layersOf(layer: Layer): Layer[] {
  return [layer, ...[...layer.bases, ...layer.fragments].flatMap((below) => layersOf(below))];
}
