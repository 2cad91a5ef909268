import type { Diagnostic } from '../core/diagnostic.ts';
import type { Scenario } from './document.gen.ts';
import type { ScenarioSource } from './source.ts';

export interface ParseOptions {
  /** As the person named it. */
  readonly file: string;
  /** `--set name=value`. */
  readonly set?: Readonly<Record<string, string>>;
}

export interface ParsedScenario {
  /**
   * With params filled in. Beside errors it holds what is sound, so that later checks can add theirs: never run it
   * then. Absent when too little is sound.
   */
  readonly document?: Scenario;
  /** By position. */
  readonly diagnostics: readonly Diagnostic[];
  readonly source: ScenarioSource;
}

/** Reads a scenario's text; mistakes become diagnostics, all at once, and nothing is thrown. */
export function parseScenario(_text: string, _options: ParseOptions): ParsedScenario {
  throw new Error('not yet');
}
