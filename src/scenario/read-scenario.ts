import type { Diagnostic } from '../core/diagnostic.ts';

export type ScenarioReading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly diagnostic: Diagnostic };

/** The text of a scenario file, or why it cannot be one. */
export async function readScenario(_path: string): Promise<ScenarioReading> {
  throw new Error('not yet');
}
