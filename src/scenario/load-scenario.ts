import path from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import { checkLayers, type ParsedScenario } from './parse-scenario.ts';
import { readScenario } from './read-scenario.ts';
import { gatherLayers, type GatherOptions } from './reuse/gather-layers.ts';
import { layersOf } from './reuse/layer.ts';

export interface LoadOptions extends GatherOptions {
  /** `--set name=value`. */
  readonly set?: Readonly<Record<string, string>>;
}

/** A file that a scenario is made of. */
export interface ScenarioFile {
  /** Relative to the folder of the scenario's own file. */
  readonly path: string;
  readonly text: string;
}

export type ScenarioLoading =
  | { readonly kind: 'refused'; readonly diagnostic: Diagnostic }
  | {
      readonly kind: 'read';
      /** One, or one for each cell of its matrix. */
      readonly parsed: readonly [ParsedScenario, ...ParsedScenario[]];
      /** The scenario's own first; each once. */
      readonly files: readonly ScenarioFile[];
    };

/**
 * Reads a scenario with all that it extends and includes; mistakes become diagnostics.
 * @throws SquallError `allow-include`, exit code 2, where a folder of `allow` is not there.
 */
export async function loadScenario(file: string, options: LoadOptions): Promise<ScenarioLoading> {
  const reading = await readScenario(file);
  if (reading.kind === 'refused') return reading;
  const { own, problems } = await gatherLayers(file, reading.text, options);
  const folder = path.dirname(own.path);
  const files = new Map(
    layersOf(own).map((layer) => [path.relative(folder, layer.path), { text: layer.text }]),
  );
  return {
    kind: 'read',
    parsed: checkLayers(own, options.set ?? {}, problems),
    files: [...files].map(([relative, { text }]) => ({ path: relative, text })),
  };
}
