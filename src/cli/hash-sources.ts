import { sha256 } from '../core/sha256.ts';
import type { SourceText } from '../engine/context.ts';
import type { ScenarioFile } from '../scenario/load-scenario.ts';

export function hashSources(files: readonly ScenarioFile[]): SourceText[] {
  return files.map(({ path, text }) => ({ path, sha256: sha256(text), text }));
}

/** Of one file its own hash; of several that of a list as `sha256sum` prints it. */
export function hashOfAll(sources: readonly SourceText[]): string {
  const [only, ...others] = sources;
  if (only !== undefined && others.length === 0) return only.sha256;
  return sha256(sources.map((source) => `${source.sha256}  ${source.path}\n`).join(''));
}
